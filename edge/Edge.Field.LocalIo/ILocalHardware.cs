using System.Device.I2c;

namespace Edge.Field.LocalIo;

/// <summary>The lines and buses of the box.</summary>
public interface ILocalHardware
{
    /// <summary>Claims lines of a GPIO chip as inputs for both edges.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="lines">The numbers of the lines on it, at most 64.</param>
    /// <param name="pull">Their bias.</param>
    /// <exception cref="LocalIoException">They cannot be claimed; the message says why and what to do.</exception>
    IEdgeSource OpenLines(string chip, ReadOnlySpan<int> lines, LinePull pull);

    /// <summary>Opens a chip on an I²C bus. Nothing is sent to it yet.</summary>
    /// <param name="bus">The number of the bus.</param>
    /// <param name="address">The address of the chip, 7 bits.</param>
    /// <exception cref="LocalIoException">There is no such bus, or no permission; the message says what to do.</exception>
    I2cDevice OpenI2c(int bus, int address);
}

/// <summary>The hardware of a Linux box.</summary>
public sealed class LinuxHardware : ILocalHardware
{
    /// <inheritdoc/>
    public IEdgeSource OpenLines(string chip, ReadOnlySpan<int> lines, LinePull pull) => GpioEdgeSource.Open(chip, lines, pull);

    /// <inheritdoc/>
    public I2cDevice OpenI2c(int bus, int address)
    {
        string path = $"/dev/i2c-{bus}";
        if (!File.Exists(path))
        {
            throw new LocalIoException(
                $"{path}: there is no such I²C bus. Enable it (on a Raspberry Pi dtparam=i2c_arm=on), load i2c-dev, or give another "
                + "number.");
        }

        try
        {
            // The library reports a missing permission and a missing chip in the same way, and only at the first transfer.
            using FileStream probe = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LocalIoException(
                $"{path}: the gateway has no permission: put its user into the group i2c, and let the unit see the device.", e);
        }

        return I2cDevice.Create(new I2cConnectionSettings(bus, address));
    }
}
