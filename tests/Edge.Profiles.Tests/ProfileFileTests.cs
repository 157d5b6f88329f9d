using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Edge.Domain;

namespace Edge.Profiles.Tests;

public sealed class ProfileFileTests : IDisposable
{
    private readonly Station _station = new();

    public void Dispose() => _station.Dispose();

    [Fact]
    public void What_is_read_back_is_what_was_imported()
    {
        ProfileImportResult import = _station.Import();
        ProfileImportResult back = Back(ProfileFile.Write(import, "station.xlsx"));
        Assert.Equal(import.Comasters, back.Comasters);
        Assert.Equal("station.xlsx", back.Source);
        Assert.Equal(import.Findings, back.Findings);
        Profile left = import.Profile!;
        Profile right = back.Profile!;
        Assert.Equal(left.Hash, right.Hash);
        Assert.Equal(left.Ieds, right.Ieds);
        Assert.Equal(left.Digitals, right.Digitals);
        Assert.Equal(left.Analogs, right.Analogs);
        Assert.Equal(left.Elements, right.Elements);
        Assert.Equal(left.Formulas, right.Formulas);
        Assert.Equal(left.Colours, right.Colours);
        Assert.Equal(left.Screens, right.Screens);
        Assert.Equal(left.StateTexts, right.StateTexts);
        Assert.Equal(left.SystemVariables, right.SystemVariables);
        Assert.Equal(left.Actions, right.Actions);
        Assert.Empty(ProfileDiff.Compare(import, back));
    }

    [Fact]
    public void Findings_with_their_formulas_come_through()
    {
        using Station mistaken = MistakenStation.Create();
        ProfileImportResult import = mistaken.Import();
        Assert.Equal(
            ProfileCheck.Of(import).Findings,
            ProfileCheck.Of(Back(ProfileFile.Write(import, "station.xlsx"))).Findings);
    }

    [Fact]
    public void It_is_text_with_the_checksum_of_the_rest_in_its_first_line()
    {
        byte[] file = ProfileFile.Write(_station.Import(), "station.xlsx");
        int end = Array.IndexOf(file, (byte)'\n');
        using JsonDocument head = JsonDocument.Parse(file.AsMemory(0, end));
        byte[] body = file[(end + 1)..^1];
        Assert.Equal(2, head.RootElement.GetProperty("edgeProfile").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), head.RootElement.GetProperty("sha256").GetString());
        using JsonDocument rest = JsonDocument.Parse(body);
        Assert.Equal("XX52B01", rest.RootElement.GetProperty("profile").GetProperty("digitals")[0].GetProperty("tag").GetString());
        Assert.Contains("\"attribute\": \"Fill\"", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_or_cut_file_is_refused()
    {
        byte[] file = ProfileFile.Write(_station.Import(), "station.xlsx");
        Gen.Select(Gen.Int[100, file.Length - 2], Gen.Byte).Sample(
            (at, value) =>
            {
                byte[] changed = [.. file];
                changed[at] ^= (byte)(value | 1);
                Assert.Contains("checksum", Refusal(changed), StringComparison.Ordinal);
                Assert.NotEqual("", Refusal(file[..at]));
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void A_newer_version_is_distinguished_from_a_damaged_file()
    {
        string file = Encoding.UTF8.GetString(ProfileFile.Write(_station.Import(), "station.xlsx"));
        Assert.Contains(
            "format 3; this program reads up to 2",
            Refusal(Encoding.UTF8.GetBytes(file.Replace("\"edgeProfile\":2", "\"edgeProfile\":3", StringComparison.Ordinal))),
            StringComparison.Ordinal);
        Assert.Contains("first line", Refusal("{\"edgeProfile\":\n"u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_the_first_version_is_read_as_the_same_profile()
    {
        using var packed = new GZipStream(
            File.OpenRead(Path.Combine(Places.Root, "tests/Edge.Profiles.Tests/Golden/los-alamos-version-1.profile.gz")),
            CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        ProfileImportResult read = Back(plain.ToArray());
        ProfileImportResult now = ProfileImporter.Import(
            Path.Combine(Places.Root, "deploy/sample/los-alamos.xlsx"), new ProfileImportOptions());

        // The states of today were alarms then, and neither the sheet alarmas nor a bay was there: its masks are what an older file says.
        Assert.Equal(
            now.Profile!.Digitals.Select(point => point with
            {
                AlarmKind = point.AlarmKind == 3 ? 1 : point.AlarmKind,
                Bay = null,
                Alarm = point.AlarmKind == 2 ? null : new AlarmSetting { Actions = point.ActionsHigh },
            }),
            read.Profile!.Digitals);
        Assert.Equal(
            now.Profile.Analogs.Select(point => point with
            {
                Minimum = 0,
                Bay = null,
                LowDeadBand = null,
                LowAlarm = new AlarmSetting { Actions = point.ActionsLow },
                LowSuppressedBy = null,
            }),
            read.Profile.Analogs);

        // The formulas of the sample are others today; the file names the workbook that it was made from.
        Assert.Equal("2d7d43f742e05472ede8dbe2bc1bf14fe3414fe586cee318d4acbd6d01e9f945", read.Profile.Hash);
    }

    [Theory]
    [InlineData("{}", "not complete")]
    [InlineData("null", "empty")]
    [InlineData("[1]", "cannot be read")]
    [InlineData("{\"profile\":{\"hash\":\"x\"}}", "cannot be read")]
    public void A_file_with_a_right_checksum_and_a_wrong_content_is_refused(string body, string why) =>
        Assert.Contains(why, Refusal(Sealed(body)), StringComparison.Ordinal);

    [Fact]
    public void A_script_that_was_added_to_a_drawing_is_refused()
    {
        string file = Encoding.UTF8.GetString(ProfileFile.Write(_station.Import(), "station.xlsx"));
        string body = file[(file.IndexOf('\n', StringComparison.Ordinal) + 1)..^1];
        string hostile = body.Replace(
            "tag=\\u0022XX52B01\\u0022", "tag=\\u0022XX52B01\\u0022 onclick=\\u0022x()\\u0022", StringComparison.Ordinal);
        Assert.NotEqual(body, hostile);
        Assert.Contains("what no import writes", Refusal(Sealed(hostile)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_for_another_concentrator_than_the_settings_ask_for_is_refused()
    {
        byte[] file = ProfileFile.Write(_station.Import(), "station.xlsx");
        Assert.Contains("the settings ask for 5", Refusal(file, new ProfileImportOptions { ComasterId = 5 }), StringComparison.Ordinal);
        Assert.NotNull(Back(file, new ProfileImportOptions { ComasterIds = [4] }).Profile);
    }

    [Fact]
    public void Several_concentrators_come_through()
    {
        ProfileImportResult import = _station.Import(new ProfileImportOptions { ComasterIds = [4, 5] });
        ProfileImportResult back = Back(ProfileFile.Write(import, "station.xlsx"), new ProfileImportOptions { ComasterIds = [5, 4] });
        Assert.Equal([4, 5], back.Comasters.Select(comaster => comaster.Id));
        Assert.Equal(import.Profile!.Digitals, back.Profile!.Digitals);
    }

    [Fact]
    public void The_real_workbook_comes_through_its_file()
    {
        ProfileImportResult import = ProfileImporter.Import(Places.Real("estacion-e4.xls"), new ProfileImportOptions());
        byte[] file = ProfileFile.Write(import, "estacion-e4.xls");
        ProfileImportResult back = Back(file);
        Assert.Empty(ProfileDiff.Compare(import, back));
        Assert.Equal(import.Profile!.Screens, back.Profile!.Screens);
        Assert.Equal(file, ProfileFile.Write(back, "estacion-e4.xls"));
    }

    private static byte[] Sealed(string body) => Encoding.UTF8.GetBytes(
        $"{{\"edgeProfile\":1,\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"}}\n{body}\n");

    private ProfileImportResult Back(byte[] file, ProfileImportOptions? options = null)
    {
        string path = Path.Combine(_station.Folder, "file.profile");
        File.WriteAllBytes(path, file);
        return ProfileImporter.Import(path, options ?? new ProfileImportOptions());
    }

    private string Refusal(byte[] file, ProfileImportOptions? options = null)
    {
        ProfileImportResult result = Back(file, options);
        Assert.Null(result.Profile);
        return Assert.Single(result.Findings).Text.ToString();
    }
}
