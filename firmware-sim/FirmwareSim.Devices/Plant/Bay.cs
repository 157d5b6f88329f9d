namespace FirmwareSim.Devices.Plant;

/// <summary>What became of an order.</summary>
/// <param name="Done">Whether it was carried out.</param>
/// <param name="Message">One line, for a person.</param>
public readonly record struct Outcome(bool Done, string Message)
{
    internal static Outcome Ok(string message) => new(true, message);

    internal static Outcome No(string message) => new(false, message);
}

/// <summary>Which protection sees a fault.</summary>
public enum Protection : byte
{
    /// <summary>The bay's main protection: 51 of a feeder, a line or the coupler, 87 of a transformer.</summary>
    Main = 0,

    /// <summary>51 phase overcurrent.</summary>
    Overcurrent = 1,

    /// <summary>51N earth fault (feeders).</summary>
    EarthFault = 2,

    /// <summary>87 differential (transformers).</summary>
    Differential = 3,
}

/// <summary>How long a fault stays.</summary>
public enum FaultLasts : byte
{
    /// <summary>Until the bay is repaired: a recloser locks out.</summary>
    Permanent = 0,

    /// <summary>Gone when the first reclosing comes.</summary>
    Transient = 1,

    /// <summary>Gone when the second reclosing comes.</summary>
    TwoShots = 2,
}

/// <summary>A bay: its breakers, its protection and the person who looks after it.</summary>
public abstract class Bay(string name, Agenda agenda, ContactBoard board, Operator person)
{
    private readonly List<Appointment> _sequence = [];

    /// <summary>As the control port calls it: L1, T1, AC, F3, SA.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it carries current through all its breakers.</summary>
    public abstract bool Closed { get; }

    /// <summary>Whether the spring of its breaker is being wound: that it is wound is still to be recorded.</summary>
    public bool IsWinding { get; protected set; }

    protected Agenda Agenda { get; } = agenda;

    protected ContactBoard Board { get; } = board;

    /// <summary>Opens its breakers as an operator does.</summary>
    public Outcome Open()
    {
        CallOff();
        if (!AnyClosed)
        {
            return Outcome.Ok($"{Name} was already open");
        }

        SwitchOut();
        return Outcome.Ok($"{Name} opened");
    }

    /// <summary>Closes its breakers as an operator does; what had faulted counts as repaired.</summary>
    public Outcome Close()
    {
        CallOff();
        if (Closed)
        {
            return Outcome.Ok($"{Name} was already closed");
        }

        SwitchIn();
        return Outcome.Ok($"{Name} closed");
    }

    /// <summary>Whether a contact is that of one of its breakers.</summary>
    public bool Has(ContactId breaker) => Breakers.Contains(breaker);

    /// <summary>Operates one of its breakers from afar.</summary>
    public Outcome Operate(ContactId breaker, bool close)
    {
        if (!Remote)
        {
            return Outcome.No($"{Name} is switched to local: nobody operates it from afar");
        }

        CallOff();
        if (Board[breaker] != close)
        {
            Switch(breaker, close);
        }

        return Outcome.Ok($"{Name} {(close ? "closed" : "opened")} from afar");
    }

    /// <summary>Puts a fault behind the breaker.</summary>
    public Outcome Trip(Protection protection, FaultLasts lasts)
    {
        if (!Closed)
        {
            return Outcome.No($"{Name} is open: there is nothing to trip. Close it first");
        }

        if (TripContact(protection) is not { } contact)
        {
            return Outcome.No($"{Name} has no such protection. It has: {Protections}");
        }

        CallOff();
        Fault(contact, lasts);
        return Outcome.Ok($"{Name} tripping");
    }

    /// <summary>The names of its protections, for a message.</summary>
    protected abstract string Protections { get; }

    protected virtual bool AnyClosed => Closed;

    /// <summary>Whether its key stands on remote.</summary>
    protected virtual bool Remote => true;

    /// <summary>The contacts of its breakers.</summary>
    protected abstract IReadOnlyList<ContactId> Breakers { get; }

    protected virtual void Switch(ContactId breaker, bool close)
    {
        if (close)
        {
            SwitchIn();
        }
        else
        {
            SwitchOut();
        }
    }

    protected abstract ContactId? TripContact(Protection protection);

    protected abstract void SwitchOut();

    protected abstract void SwitchIn();

    protected abstract void Fault(ContactId trip, FaultLasts lasts);

    /// <summary>The contacts that a running sequence may have left made.</summary>
    protected abstract IEnumerable<ContactId> TripContacts { get; }

    /// <summary>A step of a sequence that an operator's hand ends.</summary>
    protected void Later(int milliseconds, Action action) => _sequence.Add(Agenda.After(TimeSpan.FromMilliseconds(milliseconds), action));

    /// <summary>Sends for the operator, who puts the bay back some minutes later.</summary>
    protected void CallOperator()
    {
        if (person.Delay() is { } delay)
        {
            _sequence.Add(Agenda.After(delay, () => Close()));
        }
    }

    private void CallOff()
    {
        _sequence.ForEach(step => step.Cancel());
        _sequence.Clear();
        foreach (ContactId contact in TripContacts)
        {
            Board.Set(contact, false);
        }
    }
}

/// <summary>The person in the control room.</summary>
/// <param name="chance">Decides how long it takes this time.</param>
/// <param name="least">The shortest delay, or null: nobody ever comes.</param>
/// <param name="most">The longest delay.</param>
public sealed class Operator(Chance chance, TimeSpan? least, TimeSpan most)
{
    /// <summary>How long until a tripped bay is put back, or null for never.</summary>
    public TimeSpan? Delay() => least is { } from ? chance.Between(from, most < from ? from : most) : null;
}
