using System;
using System.Globalization;
using System.IO;
using System.Linq;
using StaticNet.Data;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Data.Tests;

public class CsvTableTests
{
    private const string Pets = "name,kind,weight,age\nRex,dog,30.5,4\n\"Smith, John\",cat,4.25,NA\nTom, cat ,5,\n";

    [Fact]
    public void Columns_AreFoundByName_WhateverTheirOrder()
    {
        CsvTable table = CsvTable.Read(new StringReader("b,a\n1,2\n3,4\n"));

        Assert.Equal(["b", "a"], table.Columns);
        Assert.Equal([2f, 1f, 4f, 3f], table.Matrix(["a", "b"]));
        Assert.Equal([1f, 3f], table.Numbers("b"));
        Assert.Equal(["b"], table.ColumnsExcept("a"));
    }

    [Fact]
    public void QuotedCells_And_Spaces_AreRead()
    {
        CsvTable table = CsvTable.Read(new StringReader(Pets));

        Assert.Equal(3, table.RowCount);
        Assert.Equal("Smith, John", table[1, "name"]);
        Assert.Equal("cat", table[2, "kind"]);
    }

    [Fact]
    public void Iris_HasTheKnownMeans()
    {
        CsvTable table = CsvTable.Read(FixtureFiles.Find("data/iris.csv"));
        float[] x = table.Matrix(table.ColumnsExcept("class"));

        Assert.Equal(150, table.RowCount);
        // R. A. Fisher's data as scikit-learn ships them: means 5.8433, 3.0573, 3.758, 1.1993.
        double[] means = [.. Enumerable.Range(0, 4).Select(column => x.Where((_, i) => i % 4 == column).Average())];
        Assert.Equal([5.8433, 3.0573, 3.758, 1.1993], means.Select(mean => Math.Round(mean, 4)));
        Assert.Equal([50, 50, 50], table.Labels("class").Values.CountBy(label => label).Select(count => count.Value));
    }

    [Fact]
    public void Labels_AreNumberedInOrdinalOrder_OrAsTold()
    {
        CsvTable table = CsvTable.Read(new StringReader(Pets));

        ClassLabels byName = table.Labels("kind");
        Assert.Equal(["cat", "dog"], byName.Classes);
        Assert.Equal([1, 0, 0], byName.Values);
        Assert.Equal([0, 2, 2], table.Labels("kind", ["dog", "bird", "cat"]).Values);
        (float[] values, var classes) = table.OneHot("kind");
        Assert.Equal([0f, 1f, 1f, 0f, 1f, 0f], values);
        Assert.Equal(["cat", "dog"], classes);
    }

    [Fact]
    public void MissingValues_AreRefused_OrNaN_OrLeftOut()
    {
        CsvTable table = CsvTable.Read(new StringReader(Pets), name: "pets.csv");

        CsvDataException e = Assert.Throws<CsvDataException>(() => table.Numbers("age"));
        Assert.Equal(
            "pets.csv, line 3, column 'age': the value is missing ('NA'). Leave such rows out with WithoutMissing(), or read numbers with MissingValues.NaN and fill them with an Imputer.", e.Message);
        Assert.Equal((3, "age"), (e.Line, e.Column));
        Assert.Equal([4f, float.NaN, float.NaN], table.Numbers("age", MissingValues.NaN));
        Assert.Equal(["Rex"], Enumerable.Range(0, 1).Select(row => table.WithoutMissing("age")[row, "name"]));
        Assert.Equal(3, table.WithoutMissing("weight").RowCount);
    }

    [Theory]
    [InlineData("a,b\n1,x\n", "t.csv, line 2, column 'b': 'x' is not a number.")]
    [InlineData("a,b\n\"one\ntwo\",1\n3,1e99\n", "t.csv, line 4, column 'b': '1e99' is not a number in the range of float.")]
    [InlineData("a,b\n1,1,5\n", "t.csv, line 2, column 'b': '1,5' is not a number.", ';')]
    public void ABadCell_IsNamedByLineAndColumn(string text, string message, char separator = ',')
    {
        CsvTable table = CsvTable.Read(new StringReader(separator == ';' ? text.Replace("a,b", "a;b").Replace("1,1", "1;1") : text), new CsvOptions { Separator = separator }, "t.csv");

        Assert.Equal(message, Assert.Throws<CsvDataException>(() => table.Numbers("b")).Message);
    }

    [Fact]
    public void AnotherCulture_ReadsItsNumbers()
    {
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");

        Assert.Equal([1.5f, -2.25f], CsvTable.Read(new StringReader("a;b\n1,5;x\n-2,25;y\n"), new CsvOptions { Separator = ';', Culture = german }).Numbers("a"));
    }

    [Theory]
    [InlineData("", "is empty; its first line must hold the names of the columns.")]
    [InlineData("a,a\n1,2\n", "has 2 columns called 'a'; names must differ.")]
    [InlineData("a,b\n1,2\n3\n", "line 3:")]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3:")]
    [InlineData("a,b\n\"1,2\n3,4\n", "line 2:")]
    public void AFileThatIsNoTable_IsRefused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<CsvDataException>(() => CsvTable.Read(new StringReader(text), name: "t.csv")).Message, StringComparison.Ordinal);

    [Fact]
    public void AnUnknownColumnOrClass_IsNamedWithTheKnownOnes()
    {
        CsvTable table = CsvTable.Read(new StringReader(Pets), name: "pets.csv");

        Assert.StartsWith("pets.csv has no column 'wieght'; it has name, kind, weight, age.", Assert.Throws<ArgumentException>(() => table.Numbers("wieght")).Message, StringComparison.Ordinal);
        Assert.Equal("pets.csv, line 2, column 'kind': 'dog' is none of the classes cat, bird.", Assert.Throws<CsvDataException>(() => table.Labels("kind", ["cat", "bird"])).Message);
        Assert.Throws<FileNotFoundException>(() => CsvTable.Read("no such file.csv"));
    }

    [Fact]
    public void Rows_KeepTheirLineNumbers()
    {
        CsvTable table = CsvTable.Read(new StringReader(Pets), name: "pets.csv").Rows([2, 0]);

        Assert.Equal(["Tom", "Rex"], Enumerable.Range(0, 2).Select(row => table[row, "name"]));
        Assert.Equal(4, Assert.Throws<CsvDataException>(() => table.Numbers("age")).Line);
    }
}
