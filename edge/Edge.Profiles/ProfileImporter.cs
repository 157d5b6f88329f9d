using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Edge.Domain;
using Edge.Profiles.Checks;
using Edge.Profiles.Findings;
using Edge.Profiles.Sheets;
using Edge.Profiles.Workbook;

namespace Edge.Profiles;

/// <summary>Reads the workbook and the drawings of a substation. Never throws because of their content, but reports findings.</summary>
public static class ProfileImporter
{
    /// <summary>Imports a workbook (.xls or .xlsx) and the drawings that it names, which lie beside it; or loads a profile file.</summary>
    /// <param name="workbookPath">The workbook or the profile file; its first bytes decide which, not its name.</param>
    /// <param name="options">The concentrator to import, and the limits.</param>
    public static ProfileImportResult Import(string workbookPath, ProfileImportOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(workbookPath);
        ArgumentNullException.ThrowIfNull(options);
        var findings = new FindingList();
        if (ReadFile(workbookPath, options, findings) is not { } bytes)
        {
            return new ProfileImportResult(null, null, findings.ToImmutable());
        }

        if (ProfileFile.IsProfileFile(bytes))
        {
            return ProfileFile.Read(bytes, options, findings);
        }

        if (WorkbookFile.Read(bytes, options.Bounds, findings) is not { } workbook)
        {
            return new ProfileImportResult(null, null, findings.ToImmutable());
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(workbookPath)) ?? "/";
        return ImportSheets(workbook, bytes, folder, options, findings);
    }

    private static byte[]? ReadFile(string path, ProfileImportOptions options, FindingList findings)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                (Phrase text, Phrase hint) = Directory.Exists(path)
                    ? ((Phrase)$"{file.FullName} is a folder and no workbook.", (Phrase)$"Name a workbook in it.")
                    : ($"There is no workbook {file.FullName}.", $"Check the path.");
                findings.Error("", null, null, text, hint);
                return null;
            }

            // A pipe or a device has no length, and opening it may block indefinitely.
            if (file.Length == 0)
            {
                findings.Error("", null, null, $"The file is empty, or no file.", $"Copy the workbook again.");
                return null;
            }

            // A profile file contains the drawings too.
            if (file.Length <= options.MaximumWorkbookBytes || (file.Length <= options.MaximumUnpackedBytes && IsProfileFile(path)))
            {
                return BoundedFile.Read(path, options.MaximumUnpackedBytes);
            }

            findings.Error(
                "", null, null, $"The workbook has more than {options.MaximumWorkbookBytes} bytes.",
                $"Remove pictures and sheets that are not needed.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error("", null, null, $"The workbook cannot be read: {exception.Message}", $"Check its path and permissions.");
        }

        return null;
    }

    private static bool IsProfileFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[16];
        return ProfileFile.IsProfileFile(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    private static ProfileImportResult ImportSheets(
        WorkbookFile workbook, byte[] bytes, string folder, ProfileImportOptions options, FindingList findings)
    {
        SheetTable? comasters = Required(workbook, "comaster", findings);
        SheetTable? ieds = Required(workbook, "ied", findings);
        SheetTable? di = Required(workbook, "di", findings);
        SheetTable? ai = Required(workbook, "ai", findings);
        SheetTable? screenSheet = Required(workbook, "screens", findings);
        SheetTable? colourSheet = Required(workbook, "color", findings);
        SheetTable? eg = Required(workbook, "eg", findings);
        SheetTable? formulaSheet = Required(workbook, "formulas", findings);
        SheetTable? textSheet = Optional(workbook, "textoevtipo", $"States are shown as 0 and 1.", findings);
        foreach (string name in (ReadOnlySpan<string>)["varsys", "com", "alarmas", "accionev"])
        {
            Misnamed(workbook, name, findings);
        }

        foreach (SheetTable sheet in workbook.Sheets)
        {
            HeadingChecks.Check(sheet, findings);
        }

        ImmutableArray<ComasterDefinition> chosen =
            comasters is null ? [] : ComasterSheet.Choose(comasters, ieds, [di, ai], options.Wanted, findings);
        ComasterDefinition? comaster = chosen.IsEmpty ? null : chosen[0];
        AnswerLayout layout = ieds is null || comaster is null
            ? new AnswerLayout(ImmutableDictionary<int, IedPlace>.Empty, [], false)
            : IedSheet.Read(ieds, [.. chosen.Select(one => one.Id)], findings);
        ImmutableArray<StateText> texts = textSheet is null ? [] : PaletteSheets.ReadStateTexts(textSheet, findings);
        var pairs = new WordPairs(textSheet, texts);
        pairs.CheckWhole(findings);
        ImmutableArray<EventAction> actions =
            workbook.Sheet("accionev") is { } actionSheet ? SystemSheets.ReadActions(actionSheet, findings) : [];
        uint known = actions.Aggregate(0u, (mask, action) => mask | (1u << action.Id));
        ImmutableArray<DigitalPoint> digitals = di is null ? [] : PointSheets.ReadDigitals(di, layout, pairs, known, findings);
        ImmutableArray<AnalogPoint> analogs = ai is null ? [] : PointSheets.ReadAnalogs(ai, layout, pairs, known, findings);
        if (options.OtherConcentrators && ieds is not null && comaster is not null)
        {
            digitals = OtherPoints.AddDigitals(digitals, di, ieds, [.. chosen.Select(one => one.Id)], pairs, known);
            analogs = OtherPoints.AddAnalogs(analogs, ai, ieds, [.. chosen.Select(one => one.Id)], pairs, known);
        }

        (digitals, analogs) = new AlarmSheet(workbook.Sheet("alarmas"), digitals, analogs, [di, ai], findings).Read();
        ImmutableArray<SystemEventRule> systemEvents =
            workbook.Sheet("com") is { } com ? SystemSheets.ReadSystemEvents(com, pairs, known, findings) : [];
        ImmutableArray<IedDefinition> definitions =
            [.. layout.Ieds.Values.Select(place => place.Ied).OrderBy(ied => ied.Comaster).ThenBy(ied => ied.Offset)];
        ImmutableArray<SystemVariable> variables = layout.Complete && workbook.Sheet("varsys") is { } varsys
            ? SystemSheets.ReadVariables(varsys, ieds, definitions, findings)
            : [];
        ImmutableArray<PaletteColour> colours = colourSheet is null ? [] : PaletteSheets.ReadColours(colourSheet, workbook.Fills, findings);
        ImmutableArray<ScreenDrawing> drawings =
            screenSheet is null ? [] : ScreenSheet.Read(screenSheet, options.ReadDrawings ? folder : null, options.Drawings, findings);
        ImmutableArray<Screen> screens = [.. drawings.Select(drawing => drawing.Screen)];
        ImmutableArray<Element> elements = eg is null ? [] : ElementSheets.ReadElements(eg, colours, drawings, findings);
        (ImmutableArray<FormulaRow> formulas, ImmutableArray<LostFormula> lost) =
            ElementSheets.ReadFormulas(formulaSheet, elements, findings);
        var parsed = new ParsedFormulas(formulas);
        if (options.ReadDrawings)
        {
            CrossChecks.Drawings(drawings, elements, parsed, eg, findings);
        }

        analogs = CrossChecks.WithTagsOfTheirOwn(analogs, digitals, ai, di, findings);
        CrossChecks.Events(digitals, analogs, definitions, ai, ieds, findings);
        CrossChecks.Prefixes(screenSheet, screens, elements, findings);
        ImmutableArray<string> files = [.. drawings.Select(drawing => drawing.File)];
        ImmutableArray<string> places = [.. workbook.Sheets.Select(sheet => sheet.Name), .. files];
        string formulaName = formulaSheet?.Name ?? "formulas";

        if (comaster is null || !layout.Complete)
        {
            return new ProfileImportResult(null, comaster, findings.ToImmutable())
            {
                Comasters = chosen,
                Places = places,
                Drawings = files,
                FormulaSheet = formulaName,
                Dropped = findings.Dropped,
            };
        }

        var profile = new Profile
        {
            Hash = Hash(bytes, drawings),
            Ieds = definitions,
            Digitals = digitals,
            Analogs = analogs,
            Elements = elements,
            Formulas = formulas,
            LostFormulas = lost,
            Colours = colours,
            Screens = screens,
            StateTexts = texts,
            SystemVariables = variables,
            Actions = actions,
            SystemEvents = systemEvents,
        };
        WorkbookSense.Check(profile, parsed, formulaName, textSheet, ai, findings);
        return new ProfileImportResult(profile, comaster, findings.ToImmutable())
        {
            Comasters = chosen,
            Places = places,
            Drawings = files,
            FormulaSheet = formulaName,
            Dropped = findings.Dropped,
            Elsewhere =
            [
                .. CrossChecks.Others(di, digitals.Select(point => point.Tag), "di", findings),
                .. CrossChecks.Others(ai, analogs.Select(point => point.Tag), "ai", findings),
            ],
        };
    }

    private static SheetTable? Required(WorkbookFile workbook, string name, FindingList findings)
    {
        SheetTable? sheet = workbook.Sheet(name);
        if (sheet is null)
        {
            findings.DropSheet(name);
            findings.Error(
                name, null, null, $"The sheet '{name}' is missing.",
                HeadingChecks.GuessSheet(workbook.Sheets, name) is { } near
                    ? (Phrase)$"The sheet '{RowReader.Shorten(near)}' may be meant: call it {name}."
                    : $"Add it, or correct its name.");
        }

        return sheet;
    }

    private static SheetTable? Optional(WorkbookFile workbook, string name, Phrase consequence, FindingList findings)
    {
        SheetTable? sheet = workbook.Sheet(name);
        if (sheet is null && !Misnamed(workbook, name, findings))
        {
            findings.Warning(name, null, null, $"The sheet '{name}' is missing.", consequence);
        }

        return sheet;
    }

    /// <summary>Reports an optional sheet whose name has a mistake.</summary>
    private static bool Misnamed(WorkbookFile workbook, string name, FindingList findings)
    {
        if (workbook.Sheet(name) is not null || HeadingChecks.GuessSheet(workbook.Sheets, name) is not { } near)
        {
            return false;
        }

        findings.Error(
            near, null, null, $"The sheet '{RowReader.Shorten(near)}' is not known: nothing of it is read.",
            $"If it is the sheet '{name}', call it so.");
        return true;
    }

    /// <summary>
    /// SHA-256 over the workbook and each drawing, each preceded by its length, so that different sets of files have different hashes.
    /// </summary>
    private static string Hash(byte[] workbook, ImmutableArray<ScreenDrawing> drawings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(workbook);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (ScreenDrawing drawing in drawings)
        {
            BinaryPrimitives.WriteInt64BigEndian(length, drawing.Bytes?.LongLength ?? -1);
            hash.AppendData(length);
            hash.AppendData(drawing.Bytes ?? []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
