namespace FirmwareSim.Devices.Plant;

/// <summary>
/// How "ET Los Álamos" (33/13.2 kV) is wired: the COMaster (address 1) with its own inputs, and behind it eight feeders
/// (2–9), two transformers (10, 11) and one IED for both lines and the coupler (12).
/// </summary>
public static class StationMap
{
    /// <summary>The concentrator's own address.</summary>
    public const int Comaster = 1;

    /// <summary>The first IED on the bus.</summary>
    public const int FirstIed = 2;

    /// <summary>The last IED on the bus.</summary>
    public const int LastIed = 12;

    /// <summary>The IED of the lines and the coupler.</summary>
    public const int Lines = 12;

    /// <summary>Words of digital inputs of the concentrator; every other IED has one.</summary>
    public const int ComasterPorts = 3;

    /// <summary>Feeders on bars A (1–4) and B (5–8).</summary>
    public const int Feeders = 8;

    /// <summary>kW or kvar a count, feeders.</summary>
    public const double FeederScale = 2.0;

    /// <summary>kW or kvar a count, transformers and lines.</summary>
    public const double TransformerScale = 4.0;

    /// <summary>kWh or kvarh a pulse, feeders.</summary>
    public const double FeederPulse = 0.5;

    /// <summary>kWh or kvarh a pulse, transformers and lines.</summary>
    public const double TransformerPulse = 1.0;

    /// <summary>kV a count, 33 kV bar.</summary>
    public const double Bar33Scale = 0.0088;

    /// <summary>kV a count, 13.2 kV bars.</summary>
    public const double Bar13Scale = 0.0035;

    /// <summary>V a count, 110 Vdc.</summary>
    public const double BatteryScale = 0.03;

    public static readonly ContactId DcUndervoltage = new(Comaster, 0, 0);
    public static readonly ContactId AcFailure = new(Comaster, 0, 1);
    public static readonly ContactId ChargerFault = new(Comaster, 0, 2);
    public static readonly ContactId Control33Missing = new(Comaster, 0, 3);
    public static readonly ContactId Control13Missing = new(Comaster, 0, 4);
    public static readonly ContactId FireAlarm = new(Comaster, 0, 5);
    public static readonly ContactId DoorOpen = new(Comaster, 0, 6);
    public static readonly ContactId GeneratorRunning = new(Comaster, 0, 7);
    public static readonly ContactId AuxiliaryBreaker = new(Comaster, 0, 8);
    public static readonly ContactId UnderFrequency = new(Comaster, 1, 0);
    public static readonly ContactId UndervoltageA = new(Comaster, 1, 1);
    public static readonly ContactId UndervoltageB = new(Comaster, 1, 2);

    public static readonly ContactId CouplerBreaker = new(Lines, 0, 4);
    public static readonly ContactId CouplerOvercurrent = new(Lines, 0, 5);

    /// <summary>The IED of feeder 1 to 8.</summary>
    public static int Feeder(int feeder) => feeder + 1;

    public static ContactId FeederBreaker(int feeder) => new(Feeder(feeder), 0, 0);
    public static ContactId FeederOvercurrent(int feeder) => new(Feeder(feeder), 0, 1);
    public static ContactId FeederEarthFault(int feeder) => new(Feeder(feeder), 0, 2);
    public static ContactId FeederRecloser(int feeder) => new(Feeder(feeder), 0, 3);
    public static ContactId FeederSpring(int feeder) => new(Feeder(feeder), 0, 4);
    public static ContactId FeederRemote(int feeder) => new(Feeder(feeder), 0, 5);
    public static ContactId FeederDisconnector(int feeder) => new(Feeder(feeder), 0, 6);
    public static ContactId FeederEarthing(int feeder) => new(Feeder(feeder), 0, 7);

    /// <summary>The IED of transformer 1 or 2.</summary>
    public static int Transformer(int transformer) => transformer + 9;

    public static ContactId TransformerBreaker13(int transformer) => new(Transformer(transformer), 0, 0);
    public static ContactId TransformerOvercurrent(int transformer) => new(Transformer(transformer), 0, 1);
    public static ContactId TransformerDifferential(int transformer) => new(Transformer(transformer), 0, 2);
    public static ContactId TransformerBuchholzAlarm(int transformer) => new(Transformer(transformer), 0, 4);
    public static ContactId TransformerOilAlarm(int transformer) => new(Transformer(transformer), 0, 5);
    public static ContactId TransformerBreaker33(int transformer) => new(Transformer(transformer), 0, 7);
    public static ContactId TransformerTapFault(int transformer) => new(Transformer(transformer), 0, 8);

    public static ContactId LineBreaker(int line) => new(Lines, 0, line == 1 ? 0 : 2);
    public static ContactId LineOvercurrent(int line) => new(Lines, 0, line == 1 ? 1 : 3);
    public static ContactId LineDisconnector(int line) => new(Lines, 0, line == 1 ? 6 : 7);

    /// <summary>Both lines, both transformers and every feeder in service, the coupler open.</summary>
    internal static void PresetNormal(ContactBoard board)
    {
        board.Preset(AuxiliaryBreaker);
        for (int n = 1; n <= Feeders; n++)
        {
            board.Preset(FeederBreaker(n));
            board.Preset(FeederRecloser(n));
            board.Preset(FeederSpring(n));
            board.Preset(FeederRemote(n));
            board.Preset(FeederDisconnector(n));
        }

        for (int n = 1; n <= 2; n++)
        {
            board.Preset(TransformerBreaker13(n));
            board.Preset(TransformerBreaker33(n));
            board.Preset(LineBreaker(n));
            board.Preset(LineDisconnector(n));
        }
    }
}
