using Edge.Domain;
using Edge.Pipeline;

namespace Edge.Mqtt.Tests;

/// <summary>A record of each kind.</summary>
internal static class AnyRecords
{
    public static JournalRecord Of(JournalRecordKind kind, long seq, DateTimeOffset time)
    {
        JournalRecord record = new() { Seq = seq, Kind = kind, Time = time };
        return kind switch
        {
            JournalRecordKind.Samples => Samples(
                seq, time, new Sample("LA1PA_03", PointKind.Analog, 1234.5, PointValue.Whole(617), QualityState.Good)),
            JournalRecordKind.Event => record with
            {
                Event = Happened(new StateChange(true, text: "cerrado", alarmKind: 2), time) with
                {
                    Alarm = new AlarmSetting
                    {
                        Priority = 2,
                        OnDelay = 5,
                        OffDelay = 10,
                        IsLatched = true,
                        Actions = 5,
                        Trigger = AlarmTrigger.Off,
                    },
                },
            },
            JournalRecordKind.Energy => record with
            {
                Event = Happened(new EnergyCount(EnergyKind.Day, 0, 178_707, 89_353.5, "kWh"), time),
            },
            JournalRecordKind.Loss => record with { Dropped = 120, Loss = new LossDetail(LossCause.Damaged, 45, 6811, 6930) },
            JournalRecordKind.Operator => record with
            {
                Element = new ElementState("LA2TEC01", ElementAttribute.Text, "FS", ElementAction.Set, "ana", time),
            },
            JournalRecordKind.Statistics => record with
            {
                Statistics =
                [
                    new DeviceStatistic(new("4"), "clockSkewMs", -12.5), new DeviceStatistic(new("5"), "clockSkewMs", 3),
                ],
            },
            JournalRecordKind.Elements => record with
            {
                Shown =
                [
                    new ElementShown("LA152B03", null, "#ff0000", "#00ff00", QualityState.Good),
                    new ElementShown("LA1PA_03", "1234.5 kW", null, null, new QualityState(Quality.Stale, QualityReason.LinkDown)),
                ],
            },
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no record of this kind."),
        };
    }

    public static JournalRecord Samples(long seq, DateTimeOffset time, params Sample[] samples) =>
        new() { Seq = seq, Kind = JournalRecordKind.Samples, Time = time, Samples = [.. samples] };

    private static FieldEvent Happened(EventContent content, DateTimeOffset time) =>
        new() { Device = new("4"), Content = content, Tag = "LA152B03", Time = time, Received = time };
}
