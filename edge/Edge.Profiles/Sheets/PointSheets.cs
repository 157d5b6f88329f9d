using System.Collections.Immutable;
using Edge.Domain;
using Edge.Profiles.Findings;
using Edge.Profiles.Workbook;

namespace Edge.Profiles.Sheets;

/// <summary>
/// The sheets <c>di</c> and <c>ai</c>: the points of the chosen concentrators. Rows without a tag are spare inputs and left out.
/// </summary>
internal static class PointSheets
{
    private const int MaximumOffset = 127;

    public static ImmutableArray<DigitalPoint> ReadDigitals(
        SheetTable sheet, AnswerLayout layout, WordPairs pairs, uint knownActions, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        var seen = new Seen();
        ImmutableArray<DigitalPoint>.Builder points = ImmutableArray.CreateBuilder<DigitalPoint>();
        foreach ((RowReader row, IedPlace place) in OwnRows(sheet, layout, findings))
        {
            string tag = row.Name("tag");
            string description = row.Text("description") ?? "";
            MaraInput source = new(
                place.Ied.Comaster, place.Ied.Address, row.Integer("offset", 1, MaximumOffset), row.Integer("port", 0, 7),
                row.Integer("bit", 0, 15));
            var point = new DigitalPoint(
                tag,
                description,
                source,
                row.Flag("maskinv"),
                AlarmKind(row),
                row.OptionalInteger("idTextoEv2", 0, int.MaxValue))
            {
                Bay = row.Text("campo"),
                ActionsHigh = row.Mask("pesoaccionH", knownActions),
                ActionsLow = row.Mask("pesoaccionL", knownActions),
                InitialState = row.OptionalNumber("value") is null or 0 ? 0 : 1,
            };
            int first = place.FirstDigital + 1;
            CheckOffset(row, layout, source.Word, first, place.Ied.DigitalWords, $"digital");
            seen.Check(row, point.Tag, (place.Ied.Comaster, source.Word, source.Bit), $"offset {source.Word}, bit {source.Bit}");
            if (row.Failed)
            {
                continue;
            }

            if (source.Port != source.Word - first)
            {
                row.Warning(
                    "port",
                    $"Events of port {source.Port} would name this point, but its state is read from port {source.Word - first}.",
                    $"Make 'port' the word of the IED, from 0.");
            }

            pairs.Check(row, "idTextoEv2", point.StateTextId, $"Its states are shown as 0 and 1.");
            points.Add(point);
        }

        return points.ToImmutable();
    }

    public static ImmutableArray<AnalogPoint> ReadAnalogs(
        SheetTable sheet, AnswerLayout layout, WordPairs pairs, uint knownActions, FindingList findings)
    {
        if (!sheet.IsComplete(findings))
        {
            return [];
        }

        var seen = new Seen();
        ImmutableArray<AnalogPoint>.Builder points = ImmutableArray.CreateBuilder<AnalogPoint>();
        foreach ((RowReader row, IedPlace place) in OwnRows(sheet, layout, findings))
        {
            string tag = row.Name("tag");
            string description = row.Text("description") ?? "";
            string unit = row.Text("unit") ?? "";
            MaraChannel source = new(
                place.Ied.Comaster, place.Ied.Address, row.Integer("offset", 1, MaximumOffset), row.Integer("channel", 0, 7));
            var point = new AnalogPoint(
                tag,
                description,
                unit,
                source,
                row.Number64("escala"),
                row.OptionalNumber("escE"),
                row.OptionalNumber("valuemin"),
                row.OptionalNumber("valuemax"),
                row.OptionalNumber("value") ?? 0)
            {
                Bay = row.Text("campo"),
                EnergyUnit = row.Text("unitE"),
                DeltaHigh = row.OptionalNumber("deltah"),
                DeltaLow = row.OptionalNumber("deltal") is { } fall ? Math.Abs(fall) : null,
                LimitTextId = row.OptionalInteger("idTextoEvM", 0, int.MaxValue),
                DeltaTextId = row.OptionalInteger("idTextoEv2", 0, int.MaxValue),
                ActionsHigh = row.Mask("pesoaccionH", knownActions),
                ActionsLow = row.Mask("pesoaccionL", knownActions),
            };
            CheckOffset(row, layout, source.Word, place.FirstAnalog + 1, place.Ied.AnalogWords, $"analogue");
            seen.Check(row, point.Tag, (place.Ied.Comaster, source.Word, 0), $"offset {source.Word}");
            if (!row.Failed && point.Scale == 0)
            {
                row.Error("escala", $"A scale of 0 would show 0 for every value.", $"Write engineering units a count.");
            }

            CheckLimits(row, point);
            if (!row.Failed)
            {
                pairs.Check(row, "idTextoEvM", point.LimitTextId, $"A value beyond its limits is told without words.");
                pairs.Check(row, "idTextoEv2", point.DeltaTextId, $"A step is told without words.");
                points.Add(point);
            }
        }

        return points.ToImmutable();
    }

    private static void CheckLimits(RowReader row, AnalogPoint point)
    {
        if (row.Failed)
        {
            return;
        }

        if (point.Minimum > point.Maximum)
        {
            row.Error("valuemin", $"The lower limit is above the upper one.", $"Exchange 'valuemin' and 'valuemax'.");
        }

        if (point.DeltaHigh < 0)
        {
            row.Error("deltah", $"A rise cannot be below zero.", $"Write how much more than the last value is an event, or nothing.");
        }

        if (point.EnergyUnit is not null && point.EnergyScale is null)
        {
            row.Warning("unitE", $"It has a unit of energies but no 'escE', so it has no energies.", $"Write 'escE', or empty 'unitE'.");
        }

        if (point.Unit.Length == 0)
        {
            row.Warning("unit", $"The measurement has no unit.", $"Write the unit after scaling: kV, kW, A; 1 for a bare number.");
        }
    }

    /// <summary>0 protection, 1 alarm, 2 breaker, 3 a state that alarms nobody; an empty cell is an alarm.</summary>
    private static int AlarmKind(RowReader row)
    {
        int kind = row.OptionalInteger("tipodi", 0, 9) ?? 1;
        if (kind <= 3)
        {
            return kind;
        }

        row.Warning(
            "tipodi", $"{kind} is no kind of input: it is taken as 1, an alarm.",
            $"Write 0 for a protection, 1 for an alarm, 2 for a breaker, 3 for a state that alarms nobody.");
        return 1;
    }

    /// <summary>The rows that have a tag and belong to the concentrator; an unknown IED is an error.</summary>
    private static IEnumerable<(RowReader Row, IedPlace Place)> OwnRows(SheetTable sheet, AnswerLayout layout, FindingList findings)
    {
        foreach (SheetRow cells in sheet.Rows)
        {
            var row = new RowReader(sheet, cells, findings);
            if (row.IsEmpty("tag"))
            {
                continue;
            }

            int ied = row.Integer("ied_id", 0, int.MaxValue);
            if (row.Failed || layout.Others.Contains(ied))
            {
                continue;
            }

            if (layout.Ieds.TryGetValue(ied, out IedPlace? place))
            {
                yield return (row, place);
            }
            else if (layout.Complete)
            {
                row.Error("ied_id", $"The sheet ied has no IED {ied}.", $"Write the id of a row of the sheet ied.");
            }
        }
    }

    private static void CheckOffset(RowReader row, AnswerLayout layout, int offset, int first, int words, Phrase kind)
    {
        // Without the whole layout the first word of an IED is not known: the sheet ied reports that error once.
        if (row.Failed || !layout.Complete || (offset >= first && offset < first + words))
        {
            return;
        }

        row.Error(
            "offset",
            $"The {kind} word {offset} is not one of its IED.",
            words == 0
                ? (Phrase)$"The sheet ied gives this IED no {kind} word: see can_dis and can_ais."
                : $"The words of this IED are {first} to {first + words - 1}.");
    }

    /// <summary>The tags and places of earlier rows.</summary>
    private sealed class Seen
    {
        private readonly Dictionary<string, int> _tags = new(StringComparer.Ordinal);
        private readonly Dictionary<(int, int, int), int> _places = [];

        public void Check(RowReader row, string tag, (int, int, int) place, Phrase placeName)
        {
            if (row.Failed)
            {
                return;
            }

            if (!_tags.TryAdd(tag, row.Number))
            {
                row.Error("tag", $"The tag {tag} stands in row {_tags[tag]} too.", $"Give each point its own tag.");
            }
            else if (!_places.TryAdd(place, row.Number))
            {
                row.Error("offset", $"Row {_places[place]} reads {placeName} too.", $"Correct the place of one of the two.");
            }
        }
    }
}
