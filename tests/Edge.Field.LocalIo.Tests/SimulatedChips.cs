using System.Device.I2c;

namespace Edge.Field.LocalIo.Tests;

/// <summary>A chip on a simulated I²C bus: answers, or does not.</summary>
internal abstract class SimulatedChip(int address)
{
    public I2cConnectionSettings Settings { get; } = new(1, address);

    /// <summary>Whether it is on the bus: without power it does not acknowledge its address.</summary>
    public bool Powered { get; set; } = true;

    public int Transfers { get; private set; }

    public I2cDevice Open() => new Device(this);

    public abstract void Write(ReadOnlySpan<byte> bytes);

    public abstract void Read(Span<byte> bytes);

    private void Acknowledge()
    {
        Transfers++;
        if (!Powered)
        {
            // What System.Device.Gpio says of EREMOTEIO.
            throw new IOException("Error 121 performing I2C data transfer.");
        }
    }

    private sealed class Device(SimulatedChip chip) : I2cDevice
    {
        public override I2cConnectionSettings ConnectionSettings => chip.Settings;

        public override void Read(Span<byte> buffer)
        {
            chip.Acknowledge();
            chip.Read(buffer);
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            chip.Acknowledge();
            chip.Write(buffer);
        }

        public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
        {
            Write(writeBuffer);
            chip.Read(readBuffer);
        }
    }
}

/// <summary>
/// An MCP23017 from its data sheet: two ports, 11 registers each; with IOCON.BANK 0 they alternate (00–15), with BANK 1 port B begins at
/// 10; the address counts up by itself (SEQOP 0); reading INTCAP or GPIO ends the interrupt of that port; INTF and INTCAP do not change
/// while it lasts.
/// </summary>
internal sealed class SimulatedMcp23017 : SimulatedChip
{
    public const int Iodir = 0, Ipol = 1, Gpinten = 2, Defval = 3, Intcon = 4, Iocon = 5, Gppu = 6, Intf = 7, Intcap = 8, Gpio = 9,
        Olat = 10;

    private readonly byte[,] _registers = new byte[2, 11];
    private readonly byte[] _pins = [0xFF, 0xFF];
    private int _pointer;

    public SimulatedMcp23017(int address = 0x20) : base(address) => PowerOn();

    /// <summary>The INT pin: 0 while it has something to tell. Called at each change.</summary>
    public Action<bool>? Interrupt { get; set; }

    public bool Interrupted { get; private set; }

    private bool Bank => (_registers[0, Iocon] & 0x80) != 0;

    public byte Register(int port, int register) => _registers[port, register];

    /// <summary>Sets a register as another program may have left it.</summary>
    public void Leave(int port, int register, byte value) => _registers[port, register] = value;

    /// <summary>The state after power was applied.</summary>
    public void PowerOn()
    {
        Array.Clear(_registers);
        (_registers[0, Iodir], _registers[1, Iodir]) = (0xFF, 0xFF);
        (_pointer, Powered) = (0, true);
        Tell();
    }

    /// <summary>Drives a pin from outside.</summary>
    public void Drive(int line, bool high)
    {
        (int port, int bit) = Math.DivRem(line, 8);
        byte before = _pins[port];
        _pins[port] = (byte)(high ? before | 1 << bit : before & ~(1 << bit));
        bool enabled = (_registers[port, Gpinten] >> bit & 1) != 0;
        byte compare = (_registers[port, Intcon] >> bit & 1) != 0 ? _registers[port, Defval] : before;
        if (((_pins[port] ^ compare) >> bit & 1) != 0 && enabled && _registers[port, Intf] == 0)
        {
            _registers[port, Intf] = (byte)(1 << bit);
            _registers[port, Intcap] = (byte)(_pins[port] ^ _registers[port, Ipol]);
        }

        Tell();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        _pointer = bytes[0];
        foreach (byte value in bytes[1..])
        {
            if (Find() is var (port, register))
            {
                if (register == Iocon)
                {
                    (_registers[0, Iocon], _registers[1, Iocon]) = (value, value);
                }
                else if (register is not (Intf or Intcap))
                {
                    _registers[port, register] = value;
                }
            }

            Next();
        }

        Tell();
    }

    public override void Read(Span<byte> bytes)
    {
        foreach (ref byte value in bytes)
        {
            (int port, int register) = Find() ?? throw new InvalidOperationException($"Register {_pointer:X2} does not exist.");
            value = register == Gpio ? (byte)(_pins[port] ^ _registers[port, Ipol]) : _registers[port, register];
            if (register is Gpio or Intcap)
            {
                _registers[port, Intf] = 0;
            }

            Next();
        }

        Tell();
    }

    private void Next()
    {
        if ((_registers[0, Iocon] & 0x20) == 0)
        {
            _pointer++;
        }
    }

    private (int Port, int Register)? Find() => Bank
        ? (_pointer & 0x0F) <= Olat && _pointer < 0x20 ? (_pointer >> 4, _pointer & 0x0F) : null
        : _pointer < 22 ? (_pointer % 2, _pointer / 2) : null;

    private void Tell()
    {
        bool interrupted = _registers[0, Intf] != 0 || _registers[1, Intf] != 0;
        if (interrupted != Interrupted)
        {
            Interrupted = interrupted;
            Interrupt?.Invoke(!interrupted);
        }
    }
}

/// <summary>
/// An ADS1115 from its data sheet: conversion, configuration, two thresholds; writing OS starts a single shot, OS reads 0 until it ends; a
/// voltage beyond the amplifier's range gives 7FFF or 8000.
/// </summary>
internal sealed class SimulatedAds1115(TimeProvider time, int address = 0x48) : SimulatedChip(address)
{
    private static readonly double[] s_ranges = [6.144, 4.096, 2.048, 1.024, 0.512, 0.256, 0.256, 0.256];
    private static readonly int[] s_rates = [8, 16, 32, 64, 128, 250, 475, 860];

    private ushort _config = 0x8583;
    private ushort _low = 0x8000;
    private ushort _high = 0x7FFF;
    private short _conversion;
    private long? _startedAt;
    private int _pointer;

    /// <summary>The voltages at the four inputs.</summary>
    public double[] Volts { get; } = new double[4];

    /// <summary>A chip that never ends a conversion.</summary>
    public bool Stuck { get; set; }

    /// <summary>Whether ALERT signals the end of a conversion (comparator on, thresholds' top bits 1 and 0).</summary>
    public bool ReadyPin => (_config & 3) != 3 && (_high & 0x8000) != 0 && (_low & 0x8000) == 0;

    public int Starts { get; private set; }

    public void PowerOn() => (_config, _low, _high, _conversion, _startedAt, Powered) = (0x8583, 0x8000, 0x7FFF, 0, null, true);

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        _pointer = bytes[0] & 3;
        if (bytes.Length < 3)
        {
            return;
        }

        ushort value = (ushort)(bytes[1] << 8 | bytes[2]);
        switch (_pointer)
        {
            case 1:
                _config = (ushort)(value & 0x7FFF);
                if ((value & 0x8100) == 0x8100 || (value & 0x0100) == 0)
                {
                    (_startedAt, Starts) = (time.GetTimestamp(), Starts + 1);
                }

                break;
            case 2:
                _low = value;
                break;
            case 3:
                _high = value;
                break;
        }
    }

    public override void Read(Span<byte> bytes)
    {
        End();
        bool busy = _startedAt is not null && (_config & 0x0100) != 0;
        ushort value = _pointer switch
        {
            0 => (ushort)_conversion,
            1 => (ushort)(_config | (busy ? 0 : 0x8000)),
            2 => _low,
            _ => _high,
        };
        bytes[0] = (byte)(value >> 8);
        bytes[1] = (byte)value;
    }

    private void End()
    {
        double needed = 1.0 / s_rates[_config >> 5 & 7];
        if (Stuck || _startedAt is not { } started || time.GetElapsedTime(started).TotalSeconds < needed)
        {
            return;
        }

        Assert.True((_config & 0x4000) != 0, "Only against ground.");
        double full = s_ranges[_config >> 9 & 7];
        _conversion = (short)Math.Clamp(Math.Round(Volts[_config >> 12 & 3] / full * 32768), short.MinValue, short.MaxValue);
        if ((_config & 0x0100) != 0)
        {
            _startedAt = null;
        }
    }
}
