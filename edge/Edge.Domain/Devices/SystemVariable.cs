namespace Edge.Domain;

/// <summary>
/// A system variable of an IED: a whole byte of its section of the answer, or one bit of it (<c>varsys</c>, Mara 1.4 §6).
/// </summary>
/// <param name="Name">Its name; not unique, since each IED has a variable of the same name.</param>
/// <param name="Description">What it means.</param>
/// <param name="IedId">The id of the IED's row (<see cref="IedDefinition.Id"/>).</param>
/// <param name="ByteOffset">The byte within the system variables of the whole answer, from 1.</param>
/// <param name="Bit">Its bit, 0–7; null for the whole byte.</param>
public sealed record SystemVariable(string Name, string Description, int IedId, int ByteOffset, int? Bit);
