using Edge.Contracts;
using Edge.Domain;
using Edge.Pipeline;
using Edge.Pipeline.Live;

namespace Edge.Mqtt;

/// <summary>What the gateway knows, in the words of the contract.</summary>
internal static class Messages
{
    public static CatalogMessage Catalog(Publication publication)
    {
        SiteDescription site = publication.Site;
        Profile profile = site.Profile;
        int digitals = profile.Digitals.Length;
        return new CatalogMessage
        {
            Site = site.Site,
            Name = site.Name,
            TimeZone = site.TimeZone,
            Profile = profile.Hash,
            Devices = [.. profile.Ieds.Select(i => new CatalogDevice(DeviceName.Of(i.Comaster, i.Address), i.Address, i.Description, Comaster(i.Comaster)))],
            Tags =
            [
                .. profile.Digitals.Where((_, i) => publication.PointTopics[i] is not null).Select(d => new CatalogTag
                {
                    Tag = d.Tag,
                    Kind = TagKind.Digital,
                    Description = d.Description,
                    Device = DeviceName.Of(d.Comaster, d.IedAddress),
                    StateTexts = StateTexts(profile, d.StateTextId),
                }),
                .. profile.Analogs.Where((_, i) => publication.PointTopics[digitals + i] is not null).Select(a => new CatalogTag
                {
                    Tag = a.Tag,
                    Kind = TagKind.Analog,
                    Description = a.Description,
                    Device = DeviceName.Of(a.Comaster, a.IedAddress),
                    Unit = a.Unit.Length == 0 ? null : a.Unit,
                    Minimum = a.Minimum,
                    Maximum = a.Maximum,
                }),
            ],
            Elements =
            [
                .. profile.Elements.Zip(site.ElementUnits, publication.ElementTopics).Where(e => e.Third is not null)
                    .Select(e => new CatalogElement(e.First.Tag, e.First.Description, e.First.Screen, e.Second)),
            ],
            Colours = [.. profile.Colours.Select(c => new CatalogColour(c.Index, c.Name, c.Colour, c.Description))],
            Screens =
            [
                .. profile.Screens.Where((_, i) => publication.ScreenTopics[i] is not null)
                    .Select(s => new CatalogScreen(s.Name, s.Description, s.Parent, s.Prefix)),
            ],
        };
    }

    public static TagMessage Tag(PointInfo info, in PointState state) => new()
    {
        Value = state.Read && double.IsFinite(state.Value) ? state.Value : null,
        Raw = state.Read ? state.Raw : null,
        Unit = info.Unit,
        Quality = Quality(state.Quality.Level),
        Reason = Reason(state.Quality.Reason),
        Time = state.Time,
    };

    public static ElementMessage Element(ElementDisplay display) => new()
    {
        Text = display.Text,
        Number = display.Number,
        Decimals = display.Decimals,
        Fill = display.Fill,
        Stroke = display.Stroke,
        Quality = Quality(display.Quality.Level),
        Reason = display.Detail ?? Reason(display.Quality.Reason),
        Time = display.Time,
    };

    public static EventMessage Event(string epoch, JournalRecord record)
    {
        if (record.Kind == JournalRecordKind.Loss)
        {
            return new EventMessage
            {
                Epoch = epoch,
                Seq = record.Seq,
                Type = EventType.Loss,
                Text = record.Problem,
                Dropped = record.Dropped,
                Time = record.Time,
                TimeSource = TimeSource.Gateway,
                Clock = ClockState.Synchronised,
                Received = record.Time,
            };
        }

        if (record.Element is { } done)
        {
            return new EventMessage
            {
                Epoch = epoch,
                Seq = record.Seq,
                Type = EventType.Operator,
                Tag = done.Tag,
                Text = done.Value,
                Who = done.Who,
                Action = done.Action == ElementAction.Acknowledge ? ElementActionName.Acknowledge : ElementActionName.Set,
                Attribute = (ElementAttributeName)done.Attribute,
                Time = done.Time,
                TimeSource = TimeSource.Gateway,
                Clock = ClockState.Synchronised,
                Received = record.Time,
            };
        }

        FieldEvent e = record.Event!.Value;
        bool digital = e.Kind == FieldEventKind.Digital;
        bool comms = e.Kind == FieldEventKind.Communications;
        bool gateway = e.Kind == FieldEventKind.Gateway;
        bool input = digital || (gateway && (GatewayFinding)e.Code is GatewayFinding.InputMasked or GatewayFinding.InputUnmasked);
        bool energy = gateway && (GatewayFinding)e.Code is GatewayFinding.EnergyMissing or GatewayFinding.EnergyDiffers;
        return new EventMessage
        {
            Epoch = epoch,
            Seq = record.Seq,
            Type = digital ? EventType.Digital : comms ? EventType.Comms : gateway ? EventType.Gateway : EventType.Idle,
            Device = DeviceName.Of(e.Comaster, e.IedAddress),
            Ied = e.IedAddress,
            Comaster = Comaster(e.Comaster),
            Finding = gateway ? Finding((GatewayFinding)e.Code) : null,
            Tag = e.Tag,
            Description = e.Description.Length == 0 ? null : e.Description,
            Port = input ? e.Port : null,
            Bit = input ? e.Bit : null,
            State = digital ? e.State : null,
            Text = e.StateText,
            AlarmKind = digital ? e.AlarmKind : null,
            Code = digital || gateway ? null : e.Code,
            Motive = comms ? e.Motive : null,
            Channel = energy ? e.Channel : null,
            Count = energy || (gateway && (GatewayFinding)e.Code == GatewayFinding.InputUnmasked)
                || (gateway && (GatewayFinding)e.Code == GatewayFinding.EventsLost && e.Count > 0) ? e.Count : null,
            Time = e.Time,
            TimeSource = Source(e.Marks),
            Clock = Clock(e.Marks),
            Received = e.Received,
        };
    }

    public static EnergyMessage Energy(string epoch, JournalRecord record)
    {
        FieldEvent e = record.Event!.Value;
        return new EnergyMessage
        {
            Epoch = epoch,
            Seq = record.Seq,
            Device = DeviceName.Of(e.Comaster, e.IedAddress),
            Ied = e.IedAddress,
            Comaster = Comaster(e.Comaster),
            Channel = e.Channel,
            Tag = e.Tag,
            Code = e.Code,
            Count = e.Count,
            Value = e.Energy,
            Time = e.Time,
            Clock = Clock(e.Marks),
            Received = e.Received,
        };
    }

    public static FieldLinkState Link(LinkHealth link) => new()
    {
        Device = link.Device,
        Up = link.Up,
        Since = link.Since,
        LastAnswer = link.LastAnswer,
        Reason = link.Reason,
        Silent = link.Silent,
    };

    /// <summary>The words for a reason; null for none.</summary>
    public static string? Reason(QualityReason reason) => reason switch
    {
        QualityReason.None => null,
        QualityReason.NotYetRead => "not read since the start",
        QualityReason.LinkDown => "the link to the device is down",
        QualityReason.NoAnswer => "the IED does not answer its concentrator",
        QualityReason.NoPulses => "no pulses: the device forced the value to zero",
        QualityReason.MarkedByDevice => "marked invalid by the device",
        QualityReason.NotInAnswer => "the answer of the device does not hold it",
        QualityReason.FormulaError => "the formula cannot be computed",
        QualityReason.Source => "a value that it is made of is not good",
        QualityReason.GatewayOffline => "the gateway is not heard from",
        _ => reason.ToString(),
    };

    // Its word in the contract; a finding of a newer program that wrote the journal keeps its number.
    private static string Finding(GatewayFinding finding) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(finding.ToString());

    private static int? Comaster(int comaster) => comaster == 0 ? null : comaster;

    private static QualityName Quality(Quality level) => level switch
    {
        Domain.Quality.Good => QualityName.Good,
        Domain.Quality.Stale => QualityName.Stale,
        _ => QualityName.Bad,
    };

    private static TimeSource Source(TimeMarks marks) =>
        (marks & (TimeMarks.Gateway | TimeMarks.Invalid)) != 0 ? TimeSource.Gateway : TimeSource.Device;

    private static ClockState Clock(TimeMarks marks) =>
        (marks & TimeMarks.Unsynchronised) != 0 ? ClockState.Unsynchronised
        : (marks & TimeMarks.Ambiguous) != 0 ? ClockState.Ambiguous
        : ClockState.Synchronised;

    private static System.Collections.Immutable.ImmutableArray<string>? StateTexts(Profile profile, int? id)
    {
        string? zero = profile.StateTexts.FirstOrDefault(t => t.Id == id && t.Value == 0)?.Text;
        string? one = profile.StateTexts.FirstOrDefault(t => t.Id == id && t.Value == 1)?.Text;
        return zero is not null && one is not null ? [zero, one] : null;
    }
}
