using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>
/// The alarms of the points: what is to be done by the masks of actions, and the rows of the sheet <c>alarmas</c>. Points without either
/// have no setting.
/// </summary>
internal sealed partial class AlarmSheet
{
    private const int Protection = 0;
    private const int Alarm = 1;

    private readonly SheetTable? _sheet;
    private readonly FindingList _findings;
    private readonly ImmutableArray<DigitalPoint>.Builder _digitals;
    private readonly ImmutableArray<AnalogPoint>.Builder _analogs;
    private readonly Dictionary<string, int> _digitalPlaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _analogPlaces = new(StringComparer.Ordinal);
    private readonly HashSet<string> _elsewhere;
    private readonly HashSet<(string Tag, string Which)> _seen = [];

    /// <param name="sheet">The sheet <c>alarmas</c>, or null.</param>
    /// <param name="digitals">The digital inputs.</param>
    /// <param name="analogs">The analogue inputs.</param>
    /// <param name="points">The sheets of all points, also those of other concentrators.</param>
    /// <param name="findings">Where faults go.</param>
    public AlarmSheet(
        SheetTable? sheet, ImmutableArray<DigitalPoint> digitals, ImmutableArray<AnalogPoint> analogs,
        IEnumerable<SheetTable?> points, FindingList findings)
    {
        (_sheet, _findings) = (sheet, findings);
        _digitals = ImmutableArray.CreateBuilder<DigitalPoint>(digitals.Length);
        _digitals.AddRange(digitals.Select(WithMask));
        _analogs = ImmutableArray.CreateBuilder<AnalogPoint>(analogs.Length);
        _analogs.AddRange(analogs.Select(WithMasks));
        for (int i = 0; i < digitals.Length; i++)
        {
            _ = _digitalPlaces.TryAdd(digitals[i].Tag, i);
        }

        for (int i = 0; i < analogs.Length; i++)
        {
            _ = _analogPlaces.TryAdd(analogs[i].Tag, i);
        }

        FindingList quiet = new();
        _elsewhere =
        [
            .. points.OfType<SheetTable>().SelectMany(of => of.Rows.Select(row => new RowReader(of, row, quiet).Text("tag")))
                .OfType<string>(),
        ];
    }

    /// <summary>Reads the rows.</summary>
    /// <returns>The points with what the workbook says of their alarms.</returns>
    public (ImmutableArray<DigitalPoint> Digitals, ImmutableArray<AnalogPoint> Analogs) Read()
    {
        if (_sheet is not null && _sheet.IsComplete(_findings))
        {
            foreach (SheetRow cells in _sheet.Rows)
            {
                var row = new RowReader(_sheet, cells, _findings);
                if (!row.IsEmpty("tag"))
                {
                    Read(row);
                }
            }
        }

        CheckCircles();
        return (_digitals.ToImmutable(), _analogs.ToImmutable());
    }

    // If all of a circle operate, none of them would call.
    private void CheckCircles()
    {
        Dictionary<string, string> by = _digitals.Where(point => point.SuppressedBy is not null)
            .DistinctBy(point => point.Tag).ToDictionary(point => point.Tag, point => point.SuppressedBy!.Tag, StringComparer.Ordinal);
        HashSet<string> done = [];
        foreach (string tag in by.Keys)
        {
            List<string> way = [];
            string? next = tag;
            while (next is not null && !way.Contains(next) && done.Add(next))
            {
                way.Add(next);
                next = by.GetValueOrDefault(next);
            }

            if (next is not null && way.IndexOf(next) is >= 0 and var start)
            {
                _findings.Warning(
                    _sheet!.Name, null, "inhibe", $"{string.Join(", ", way.Skip(start))} suppress each other: if all operate, none calls.",
                    $"Take the rule of one of them away.");
            }
        }
    }

    /// <summary>A point with what its mask of actions says of its alarm, where nothing else does.</summary>
    public static DigitalPoint WithMask(DigitalPoint point) =>
        point.Alarm is null && point.AlarmKind is Protection or Alarm ? point with { Alarm = OfMask(point.ActionsHigh) } : point;

    /// <summary>A point with what its masks of actions say of its alarms, where nothing else does.</summary>
    public static AnalogPoint WithMasks(AnalogPoint point) => point with
    {
        HighAlarm = point.HighAlarm ?? (point.Maximum is null ? null : OfMask(point.ActionsHigh)),
        LowAlarm = point.LowAlarm ?? (point.Minimum is null ? null : OfMask(point.ActionsLow)),
    };

    private static AlarmSetting? OfMask(uint actions) => actions == 0 ? null : new AlarmSetting { Actions = actions };

    [GeneratedRegex(@"^\s*(?:di\.)?(?<tag>[^\s=]+?)(?:\.value)?\s*=\s*(?<state>[01])\s*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rule();

    private void Read(RowReader row)
    {
        string tag = row.Name("tag");
        string which = (row.Text("cuando") ?? "").ToLowerInvariant();
        var setting = new AlarmSetting
        {
            Priority = row.OptionalInteger("prioridad", 1, 4),
            OnDelay = row.OptionalInteger("retardo", 0, AlarmSetting.LongestDelay) ?? 0,
            OffDelay = row.OptionalInteger("retardo_fin", 0, AlarmSetting.LongestDelay) ?? 0,
            IsLatched = row.Flag("retencion"),
        };
        double? band = row.OptionalNumber("banda");
        PointCondition? suppressed = Suppression(row, tag);
        if (row.Failed)
        {
            return;
        }

        if (!IsFirst(tag, which))
        {
            row.Error("tag", $"An earlier row has this alarm of {tag}.", $"Keep one of the two rows.");
        }
        else if (_digitalPlaces.TryGetValue(tag, out int digital))
        {
            Set(row, digital, which, band, setting, suppressed);
        }
        else if (_analogPlaces.TryGetValue(tag, out int analog))
        {
            Set(row, _analogs[analog], analog, which, band, setting, suppressed);
        }
        else if (!_elsewhere.Contains(tag))
        {
            row.Error("tag", $"No input is called {tag}.", $"Write the tag of a row of the sheet di or ai.");
        }
    }

    // A digital input has one alarm, and a row without a limit is of both.
    private bool IsFirst(string tag, string which) => !_analogPlaces.ContainsKey(tag) ? _seen.Add((tag, ""))
        : which.Length > 0 ? _seen.Add((tag, which)) : _seen.Add((tag, "max")) & _seen.Add((tag, "min"));

    private void Set(RowReader row, int place, string which, double? band, AlarmSetting setting, PointCondition? suppressed)
    {
        DigitalPoint point = _digitals[place];
        if (band is not null)
        {
            row.Error("banda", $"{point.Tag} is a digital input, which has no band.", $"Leave it empty.");
        }
        else if (which is not ("" or "0" or "1"))
        {
            row.Error("cuando", $"'{RowReader.Shorten(which)}' is no state of a digital input.", $"Write 1 or 0, or nothing.");
        }
        else if (which.Length == 0 && point.AlarmKind is not (Protection or Alarm))
        {
            row.Error("cuando", $"{point.Tag} is no alarm by its 'tipodi', and the row does not say when it is one.", $"Write 1 or 0.");
        }
        else
        {
            AlarmTrigger trigger = which switch
            {
                "1" => point.AlarmKind is Protection or Alarm ? AlarmTrigger.ByKind : AlarmTrigger.On,
                "0" => AlarmTrigger.Off,
                _ => AlarmTrigger.ByKind,
            };
            if (point.AlarmKind == Protection && trigger == AlarmTrigger.Off)
            {
                row.Warning(
                    "cuando", $"{point.Tag} is a protection, and would alarm while it is at rest.",
                    $"Write 1, or nothing; a contact that is wired the other way round has 'maskinv'.");
            }

            _digitals[place] = point with
            {
                Alarm = setting with
                {
                    Trigger = trigger,
                    Actions = trigger == AlarmTrigger.Off ? point.ActionsLow : point.ActionsHigh,
                },
                SuppressedBy = suppressed ?? point.SuppressedBy,
            };
        }
    }

    /// <remarks>Seven parameters: the columns of the row.</remarks>
    private void Set(
        RowReader row, AnalogPoint point, int place, string which, double? band, AlarmSetting setting, PointCondition? suppressed)
    {
        bool high = which is "" or "max" && point.Maximum is not null;
        bool low = which is "" or "min" && point.Minimum is not null;
        if (which is not ("" or "max" or "min"))
        {
            row.Error("cuando", $"'{RowReader.Shorten(which)}' is no limit of a measurement.", $"Write max or min, or nothing for both.");
        }
        else if ((which.Length == 0 && point.Maximum is null && point.Minimum is null) || (which.Length > 0 && !high && !low))
        {
            row.Error(
                "tag", $"{point.Tag} has no such limit, so it cannot be beyond it.", $"Write 'valuemax' or 'valuemin' in the sheet ai.");
        }
        else if (band < 0 || (band is { } wide && point.Maximum - point.Minimum is { } span && wide >= span))
        {
            row.Error(
                "banda", $"{band} is no band of {point.Tag}.", $"Write a number from 0 to less than the span between its two limits.");
        }
        else
        {
            if (high && point.Maximum is not null)
            {
                point = point with
                {
                    HighAlarm = setting with { Actions = point.ActionsHigh },
                    HighDeadBand = band,
                    HighSuppressedBy = suppressed,
                };
            }

            if (low && point.Minimum is not null)
            {
                point = point with
                {
                    LowAlarm = setting with { Actions = point.ActionsLow },
                    LowDeadBand = band,
                    LowSuppressedBy = suppressed,
                };
            }

            _analogs[place] = point;
        }
    }

    private PointCondition? Suppression(RowReader row, string tag)
    {
        if (row.Text("inhibe") is not { } text)
        {
            return null;
        }

        Match found = Rule().Match(text);
        if (!found.Success)
        {
            row.Error(
                "inhibe", $"'{RowReader.Shorten(text)}' does not say while which input is in which state.",
                $"Write the tag of a digital input and a state, such as E152B01=0.");
            return null;
        }

        string by = found.Groups["tag"].Value;
        if (by == tag)
        {
            row.Error("inhibe", $"{tag} would suppress its own alarm.", $"Write the tag of another digital input.");
        }
        else if (!_digitalPlaces.ContainsKey(by))
        {
            if (!_elsewhere.Contains(by) || _analogPlaces.ContainsKey(by))
            {
                row.Error("inhibe", $"No digital input is called {RowReader.Shorten(by)}.", $"Write the tag of a row of the sheet di.");
            }
            else
            {
                row.Warning(
                    "inhibe", $"{by} is an input of another concentrator: the rule has no effect.",
                    $"Write the tag of an input that this gateway reads.");
            }

            return null;
        }

        return new PointCondition(by, found.Groups["state"].Value == "1" ? 1 : 0);
    }
}
