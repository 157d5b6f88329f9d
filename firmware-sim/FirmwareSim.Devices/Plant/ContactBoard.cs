namespace FirmwareSim.Devices.Plant;

/// <summary>A digital input: where a contact of the plant is wired to.</summary>
/// <param name="Ied">The bus address of the IED, 1 to 12.</param>
/// <param name="Port">The port of the IED, from 0.</param>
/// <param name="Bit">The bit of the port, 0 to 15.</param>
public readonly record struct ContactId(int Ied, int Port, int Bit);

/// <summary>A contact that changed.</summary>
public readonly record struct ContactChange(ContactId Contact, bool State, DateTimeOffset Time);

/// <summary>
/// Every contact of the station. The position of a breaker is its auxiliary contact: the plant keeps no second truth beside it.
/// </summary>
public sealed class ContactBoard(Agenda agenda)
{
    private readonly ushort[,] _words = new ushort[StationMap.LastIed + 1, StationMap.ComasterPorts];

    /// <summary>Raised after each change, at its instant.</summary>
    public event Action<ContactChange>? Changed;

    /// <summary>Whether the contact is made.</summary>
    public bool this[ContactId contact] => (_words[contact.Ied, contact.Port] >> contact.Bit & 1) != 0;

    /// <summary>A whole port, bit 0 the lowest.</summary>
    public ushort Word(int ied, int port) => _words[ied, port];

    /// <summary>Makes or breaks a contact now; says nothing when it already is so.</summary>
    public void Set(ContactId contact, bool state)
    {
        if (this[contact] == state)
        {
            return;
        }

        Flip(contact);
        Changed?.Invoke(new ContactChange(contact, state, agenda.Now));
    }

    /// <summary>The state before the simulation begins: no change is reported.</summary>
    internal void Preset(ContactId contact)
    {
        if (!this[contact])
        {
            Flip(contact);
        }
    }

    private void Flip(ContactId contact) => _words[contact.Ied, contact.Port] ^= (ushort)(1 << contact.Bit);
}
