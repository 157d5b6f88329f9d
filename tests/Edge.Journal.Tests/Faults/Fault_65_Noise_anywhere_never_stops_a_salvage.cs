using System.Collections.Immutable;
using Edge.Journal.Pages;
using Edge.Pipeline;

namespace Edge.Journal.Tests.Faults;

/// <summary>The reader of damaged pages neither throws nor takes noise for a record, wherever the noise is.</summary>
public sealed class Fault_65_Noise_anywhere_never_stops_a_salvage
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_found_is_as_it_was_written(int seed)
    {
        using DamagedJournal damaged = await DamagedJournal.WriteAsync();
        byte[] sound = await File.ReadAllBytesAsync(damaged.Place.File, TestContext.Current.CancellationToken);
        ImmutableDictionary<long, JournalRecord> truth = damaged.Truth;
        Random random = new(seed);
        for (int round = 0; round < 40; round++)
        {
            byte[] bytes = [.. sound];
            for (int burst = random.Next(1, 20); burst > 0; burst--)
            {
                int length = random.Next(1, 9000);
                random.NextBytes(bytes.AsSpan(random.Next(bytes.Length - length), length));
            }

            await File.WriteAllBytesAsync(damaged.Place.File, bytes, TestContext.Current.CancellationToken);
            using PageFile file = PageFile.Open(damaged.Place.File);
            SalvageScan scan = new(file, CancellationToken.None);
            int found = 0;
            foreach (SalvageLeaf leaf in scan.Leaves)
            {
                scan.Read(leaf, (in row) =>
                {
                    found++;
                    Assert.True(truth.TryGetValue(row.Number, out JournalRecord? record), $"record {row.Number} was written");
                    Assert.Equal((record.Kind, record.Time.UtcTicks), ((JournalRecordKind)row.Kind, row.Time));
                });
            }

            Assert.InRange(found, truth.Count / 10, truth.Count);
            Assert.All(scan.Holes(), hole => Assert.NotEqual(RowTable.Tag, hole.Table));
        }
    }
}
