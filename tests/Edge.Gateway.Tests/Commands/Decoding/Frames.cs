namespace Edge.Gateway.Tests.Commands.Decoding;

/// <summary>Frames written by hand from Mara 1.4; their block checks were summed by another program than ours.</summary>
internal static class Frames
{
    // The checked examples of the reference.
    public const string Poll = "FE 08 01 40 80 10 80 A7";
    public const string Sync = "FE 08 FF 01 80 0C 82 EA";
    public const string SetTime = "FE 11 FF 40 22 12 0C 0A 10 00 37 0D 50 3D 02 3B 48";

    /// <summary>
    /// One IED, two digital words, two analogue words; a digital event, a period, a daily total, a lost link, an idle mark.
    /// </summary>
    public const string Answer =
        "FE 4C 40 01 0D 10 07 20 00 00 CC 01 01 05 11 00 14 55 05 BF 0B 00 40 33 "
        + "01 93 1A 01 02 01 08 22 00 14 4A 01 0E 01 0D 10 00 00 00 00 42 18 0E 01 0D 17 3B 02 13 BA "
        + "E3 20 1A 01 02 01 08 22 00 00 81 00 1A 01 02 01 08 22 01 00 86 04";

    public const string AnswerJson =
        """
        "bcc":"ok","dst":64,"src":1,"seq":13,"com":16,"sv":[32,0,0,204,1,1],"di":[17,21780],
        "ai":[{"value":3007,"q":0},{"value":0,"q":1}],"events":[
        {"type":"digital","ied":1,"q":0,"port":1,"bit":3,"state":1,"time":"2026-01-02T01:08:34.15625"},
        {"type":"energy","ied":10,"q":0,"code":0,"channel":1,"time":"2014-01-13T16:00:00","value":0},
        {"type":"energy","ied":2,"q":0,"code":3,"channel":0,"time":"2014-01-14T00:00:00","value":178707},
        {"type":"comms","ied":3,"q":1,"code":2,"motive":0,"time":"2026-01-02T01:08:34"},
        {"type":"idle","ied":1,"q":0,"code":0,"time":"2026-01-02T01:08:34.000030517578125"}]
        """;

    /// <summary>One digital event, byte 1 = 93.</summary>
    public const string OneEvent = "FE 16 40 01 0E 10 01 01 01 0B 01 93 0C 01 01 01 08 22 00 14 9B 01";

    /// <summary>The same with month 13.</summary>
    public const string Month13 = "FE 16 40 01 0E 10 01 01 01 0B 01 93 0C 0D 01 01 08 22 00 14 9A F5";

    /// <summary>Four empty sections.</summary>
    public const string Empty = "FE 0C 40 01 20 10 01 01 01 01 9F E0";

    /// <summary>A digital section of three bytes.</summary>
    public const string OddDigitals = "FE 0F 40 01 20 10 01 04 11 00 14 01 01 7A DA";

    /// <summary>An analogue section that claims eight bytes and has two.</summary>
    public const string AnalogsPastEnd = "FE 0F 40 01 20 10 01 03 11 00 09 BF 0B 7B 1D";

    /// <summary>14 bytes whose QTY says 40, with the block check of just that.</summary>
    public const string QtyTooHigh = "FE 28 40 01 20 10 01 03 11 00 01 01 8E C2";

    /// <summary>14 bytes whose QTY says 9, with the block check of just that.</summary>
    public const string QtyTooLow = "FE 09 40 01 20 10 01 03 11 00 01 01 8E E1";

    public const string Control = "FE 0B 01 40 21 13 00 05 01 DE 9C";
    public const string ControlRefused = "FE 0B 40 01 21 13 00 FF 01 9E E1";
    public const string Unknown = "FE 0A 40 01 21 77 DE AD C1 D0";
    public const string SetTimeMonth13 = "FE 11 FF 40 22 12 0C 0D 10 00 37 0D 50 3D 02 3B 45";

    public static string AnswerObject(int line) => $"{{\"line\":{line},{AnswerJson.ReplaceLineEndings("")}}}";
}
