using System;
using System.Collections.Generic;
using System.IO;
using CsvHelper;
using StaticNet.Data;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Data.Tests;

public class CsvRowsTests
{
    [Fact]
    public void Columns_BelongToMembersByName()
    {
        List<Flower> flowers = CsvRows.Read<Flower>(FixtureFiles.Find("data/iris.csv"));

        Assert.Equal(150, flowers.Count);
        Assert.Equal(new Flower(5.1f, 3.5f, 1.4f, 0.2f), flowers[0]);
        Assert.Equal(new Flower(5.9f, 3.0f, 5.1f, 1.8f), flowers[149]);
    }

    [Fact]
    public void Enums_Booleans_AndNullables_AreRead() => Assert.Equal(
        [new Pet(Kind.Cat, true, 3), new Pet(Kind.Dog, false, null)],
        CsvRows.Read<Pet>(new StringReader("AGE,is tame,kind,unused\n3,true,cat,x\nNA,false,DOG,y\n")));

    [Fact]
    public void ABadCell_IsNamedByLineAndMember()
    {
        CsvDataException e = Assert.Throws<CsvDataException>(() => CsvRows.Read<Pet>(new StringReader("kind,istame,age\ncat,true,1\nfish,true,2\n"), name: "pets.csv"));

        Assert.StartsWith("pets.csv, line 3: ", e.Message, StringComparison.Ordinal);
        Assert.Contains("fish", e.Message, StringComparison.Ordinal);
        Assert.Contains("Kind", e.Column, StringComparison.Ordinal);
        Assert.Equal(3, e.Line);
    }

    [Fact]
    public void AMemberWithoutAColumn_IsNamed() => Assert.Contains(
        "Age", Assert.Throws<CsvDataException>(() => CsvRows.Read<Pet>(new StringReader("kind,istame\ncat,true\n"), name: "pets.csv")).Message, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void FeaturesAndClass_AreReadTogether()
    {
        string file = Path.Combine(Path.GetTempPath(), $"pets-{Guid.NewGuid():N}.csv");
        try
        {
            File.WriteAllText(file, "sepal_length,sepal_width,petal_length,petal_width,kind\n1,2,3,4,dog\n5,6,7,8,Cat\n");

            Assert.Equal([(new Flower(1, 2, 3, 4), Kind.Dog), (new Flower(5, 6, 7, 8), Kind.Cat)], CsvRows.Read<Flower, Kind>(file, "kind"));
            Assert.Throws<ArgumentException>(() => CsvRows.Read<Flower, Kind>(file, "species"));

            File.AppendAllText(file, "1,2,3,4,bird\n");
            Assert.EndsWith(
                ", line 4, column 'kind': 'bird' is no member of Kind (Cat, Dog).", Assert.Throws<CsvDataException>(() => CsvRows.Read<Flower, Kind>(file, "kind")).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}

public enum Kind
{
    Cat,
    Dog,
}

[CsvRecord]
public sealed partial record Flower(float SepalLength, float SepalWidth, float PetalLength, float PetalWidth);

[CsvRecord]
public sealed partial record Pet(Kind Kind, bool IsTame, int? Age);
