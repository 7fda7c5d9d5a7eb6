using System;
using System.Globalization;
using System.IO;
using StaticNet.Tests.Shared;
using Xunit;

namespace StaticNet.Tests.Persistence;

/// <summary>Damaged files: an InvalidDataException or a sound load, nothing else, and the network changes as a whole or not at all.</summary>
public sealed class SafetensorsFuzzTests
{
    /// <summary>Set the environment variable to 1000000 for the long run.</summary>
    private static readonly int s_mutations =
        int.TryParse(Environment.GetEnvironmentVariable("STATICNET_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 5000;

    [Fact]
    public void TruncationAtEveryByte_IsRefused()
    {
        byte[] file = File.ReadAllBytes(FixtureFiles.Find("safetensors/mlp-4-10-3.safetensors"));
        IrisNetwork network = IrisNetwork.Create(1);
        UInt128 before = network.Parameters.Hash();
        for (int length = 0; length < file.Length; length++)
        {
            byte[] start = file[..length];
            Assert.Throws<InvalidDataException>(() => network.LoadStateDict(new MemoryStream(start), strict: false));
            Assert.Throws<InvalidDataException>(() => network.LoadStateDict(new OneWayStream(start), strict: false));
        }

        Assert.Equal(before, network.Parameters.Hash());
    }

    [Fact]
    public void Mutations_AreRefusedOrLoaded()
    {
        byte[] original = File.ReadAllBytes(FixtureFiles.Find("safetensors/mlp-4-10-3.safetensors"));
        int headerEnd = 8 + (int)BitConverter.ToUInt64(original);
        IrisNetwork network = IrisNetwork.Create(1);
        UInt128 before = network.Parameters.Hash();
        var random = new Random(6);
        int refused = 0;
        for (int i = 0; i < s_mutations; i++)
        {
            byte[] file = Mutate(original, headerEnd, random);
            try
            {
                network.LoadStateDict(new MemoryStream(file));
                before = network.Parameters.Hash();
            }
            catch (InvalidDataException)
            {
                refused++;
                Assert.Equal(before, network.Parameters.Hash());
            }
        }

        // Both ends of the property must be met often, or the mutations test nothing.
        Assert.InRange(refused, s_mutations / 5, s_mutations * 99 / 100);
    }

    private static byte[] Mutate(byte[] original, int headerEnd, Random random)
    {
        byte[] file = (byte[])original.Clone();
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            // Mostly in the header, where a change means something.
            int position = random.Next(4) == 0 ? random.Next(file.Length) : random.Next(Math.Min(headerEnd, file.Length));
            switch (random.Next(5))
            {
                case 0: file[position] ^= (byte)(1 << random.Next(8)); break;
                case 1: file[position] = "0123456789{}[],:\" \\"u8[random.Next(19)]; break;
                case 2: file[position] = (byte)random.Next(256); break;
                case 3: file = [.. file[..position], .. file[Math.Min(file.Length, position + random.Next(1, 9))..]]; break;
                default: file = [.. file[..position], file[position], .. file[position..]]; break;
            }

            if (file.Length == 0)
            {
                break;
            }
        }

        return file;
    }
}
