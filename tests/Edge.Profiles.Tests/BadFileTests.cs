using System.IO.Compression;
using System.Text;
using CsCheck;
using TestKit;

namespace Edge.Profiles.Tests;

public sealed class BadFileTests
{
    [Fact]
    public void A_missing_workbook_is_named() =>
        Assert.Contains("There is no workbook", Refusal(null), StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_refused() => Assert.Contains("empty", Refusal([]), StringComparison.Ordinal);

    [Fact]
    public void A_page_of_HTML_with_the_name_of_a_workbook_is_refused() =>
        Assert.Contains("HTML", Refusal("\uFEFF\n<html><table><tr><td>1</td></tr></table></html>"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void Another_zip_archive_is_refused() =>
        Assert.Contains("no workbook", Refusal(Zip("readme.txt", 100)), StringComparison.Ordinal);

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_parsed() =>
        Assert.Contains(
            "unpacks to more than 1000000",
            Refusal(Zip("xl/workbook.xml", 2_000_000), new ProfileImportOptions { MaximumUnpackedBytes = 1_000_000 }),
            StringComparison.Ordinal);

    [Fact]
    public void A_file_beyond_the_limit_is_refused_unread() =>
        Assert.Contains(
            "more than 10 bytes", Refusal(new byte[11], new ProfileImportOptions { MaximumWorkbookBytes = 10 }), StringComparison.Ordinal);

    [Fact]
    public void A_workbook_protected_by_a_password_is_recognised() =>
        Assert.Contains("password", Refusal(ContainerWith("EncryptedPackage")), StringComparison.Ordinal);

    [Fact]
    public void An_xls_cut_short_is_refused()
    {
        byte[] whole = File.ReadAllBytes(Places.Real("estacion-e4.xls"));
        Assert.Contains("cannot be read", Refusal(whole[..5000]), StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_the_import_throw()
    {
        byte[][] heads = [[], "PK\x03\x04"u8.ToArray(), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], [0x09, 0x08, 0x10, 0, 0, 6]];
        Gen.Select(Gen.Int[0, heads.Length - 1].Select(i => heads[i]), Gen.Byte.Array[0, 2000]).Sample(
            (head, tail) => Assert.NotEqual("", Refusal([.. head, .. tail])), iter: 200, threads: 1);
    }

    [Fact]
    public void No_damage_to_a_workbook_makes_the_import_throw()
    {
        using var station = new Station();
        station.Import();
        byte[] sound = File.ReadAllBytes(station.Path);
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 8].Sample(
            damage =>
            {
                byte[] bytes = [.. sound];
                foreach ((int at, byte value) in damage)
                {
                    bytes[at] = value;
                }

                File.WriteAllBytes(station.Path, bytes);
                _ = ProfileImporter.Import(station.Path, new ProfileImportOptions()).Findings.Length;
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void No_damage_to_a_real_xls_makes_the_import_throw()
    {
        byte[] sound = File.ReadAllBytes(Places.Real("estacion-e4.xls"));
        using TemporaryFolder own = new();
        string path = own.At("damaged.xls");
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Byte).Array[1, 40].Sample(
            damage =>
            {
                byte[] bytes = [.. sound];
                foreach ((int at, byte value) in damage)
                {
                    bytes[at] = value;
                }

                File.WriteAllBytes(path, bytes);
                _ = ProfileImporter.Import(path, new ProfileImportOptions()).Findings.Length;
            },
            iter: 15,
            threads: 1);
    }

    private static string Refusal(byte[]? bytes, ProfileImportOptions? options = null)
    {
        using TemporaryFolder own = new();
        string folder = own.Path;
        string path = Path.Combine(folder, "book.xls");
        if (bytes is not null)
        {
            File.WriteAllBytes(path, bytes);
        }

        ProfileImportResult result = ProfileImporter.Import(path, options ?? new ProfileImportOptions());
        Assert.Null(result.Profile);
        return result.Findings[0].Text.ToString();
    }

    private static byte[] Zip(string name, int size)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream part = zip.CreateEntry(name).Open();
            part.Write(new byte[size]);
        }

        return content.ToArray();
    }

    /// <summary>A compound file of three sectors ([MS-CFB]): header, allocation table, directory with a root and one stream.</summary>
    private static byte[] ContainerWith(string stream)
    {
        byte[] file = new byte[3 * 512];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        file[30] = 9; // sectors of 512 bytes
        file[32] = 6; // small sectors of 64
        file[44] = 1; // one sector of allocation table
        file[48] = 1; // the directory begins in sector 1
        file[57] = 0x10; // streams below 4096 bytes are small
        new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }.CopyTo(file, 60);
        new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }.CopyTo(file, 68);
        Array.Fill(file, (byte)0xFF, 80, 432); // the table lies in sector 0 and nowhere else
        Array.Fill(file, (byte)0xFF, 512, 512);
        file[512] = 0xFD;
        file[516] = 0xFE;
        Entry(file.AsSpan(1024), "Root Entry", 5);
        Entry(file.AsSpan(1152), stream, 2);
        return file;
    }

    private static void Entry(Span<byte> entry, string name, byte type)
    {
        Encoding.Unicode.GetBytes(name, entry);
        entry[64] = (byte)((name.Length + 1) * 2);
        entry[66] = type;
        entry.Slice(116, 4).Fill(0xFF);
        entry[116] = 0xFE;
    }
}
