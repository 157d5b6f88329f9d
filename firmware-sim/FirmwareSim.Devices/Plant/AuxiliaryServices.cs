namespace FirmwareSim.Devices.Plant;

/// <summary>
/// The station's own supply: the auxiliary transformer on bar A, the emergency generator, the charger, the 110 V battery, and
/// the undervoltage relays of both bars.
/// </summary>
public sealed class AuxiliaryServices
{
    private const double Floating = 117.6;
    private const double Alarm = 104;
    private const double Undervoltage = 0.8 * 13.2;
    private static readonly TimeSpan RelayDelay = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan GeneratorStarts = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan GeneratorStops = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private readonly ContactBoard _board;
    private readonly Grid _grid;
    private readonly Wander _ripple;
    private TimeSpan _lowA;
    private TimeSpan _lowB;
    private TimeSpan _mainsGone;
    private TimeSpan _mainsBack;
    private double _charge = 1;
    private double _voltage = Floating;

    public AuxiliaryServices(Agenda agenda, ContactBoard board, Grid grid, Chance chance)
    {
        ArgumentNullException.ThrowIfNull(agenda);
        (_board, _grid) = (board, grid);
        _ripple = new Wander(chance, 0.15, TimeSpan.FromSeconds(30));
        agenda.Every(Step, Move);
    }

    /// <summary>V of the 110 V battery.</summary>
    public double Battery => _voltage + _ripple.Value;

    private void Move()
    {
        _ripple.Step(Step);
        Relay(_grid.BarA, ref _lowA, StationMap.UndervoltageA);
        Relay(_grid.BarB, ref _lowB, StationMap.UndervoltageB);

        bool mains = _grid.BarA > Undervoltage && _board[StationMap.AuxiliaryBreaker];
        _mainsGone = mains ? TimeSpan.Zero : _mainsGone + Step;
        _mainsBack = mains ? _mainsBack + Step : TimeSpan.Zero;
        bool generator = _board[StationMap.GeneratorRunning];
        generator = generator ? _mainsBack < GeneratorStops : _mainsGone >= GeneratorStarts;
        _board.Set(StationMap.AcFailure, !mains && !generator);
        _board.Set(StationMap.GeneratorRunning, generator);

        // Full it lasts four hours; it is charged again in eight.
        bool charging = (mains || generator) && !_board[StationMap.ChargerFault];
        double change = charging ? Step / TimeSpan.FromHours(8) : -(Step / TimeSpan.FromHours(4));
        _charge = Math.Clamp(_charge + change, 0, 1);
        double aim = charging ? Floating - 3 * (1 - _charge) : 92 + 20 * Math.Sqrt(_charge);
        _voltage += (aim - _voltage) * (1 - Math.Exp(-Step / TimeSpan.FromSeconds(20)));
        _board.Set(StationMap.DcUndervoltage, Battery < Alarm);
    }

    private void Relay(double kilovolts, ref TimeSpan low, ContactId contact)
    {
        low = kilovolts < Undervoltage ? low + Step : TimeSpan.Zero;
        _board.Set(contact, low >= RelayDelay);
    }
}
