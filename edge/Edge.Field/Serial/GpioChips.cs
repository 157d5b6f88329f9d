using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using System.Globalization;
using Edge.Field.Linux;
using Microsoft.Win32.SafeHandles;

namespace Edge.Field.Serial;

/// <summary>Finds and opens GPIO chips by name. There is no default chip: the first one of a box is often the wrong one.</summary>
public static class GpioChips
{
    private const string Prefix = "gpiochip";

    /// <summary>Opens a chip.</summary>
    /// <param name="chip"><c>gpiochip0</c>, <c>/dev/gpiochip0</c>, or the chip's label as <c>pinctrl-bcm2711</c>.</param>
    /// <returns>The driver; the caller, or the controller that owns it, disposes it.</returns>
    /// <exception cref="SerialPortException">
    /// There is no such chip, no permission to open it, or no library for it; the message says what to do.
    /// </exception>
    public static GpioDriver Open(string chip)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(chip);
        int number = NumberOf(chip);
        try
        {
            return new LibGpiodV2Driver(number);
        }
        catch (Exception second) when (IsOfTheChip(second))
        {
            // Debian 12 has version 1 of the library.
            try
            {
                return new LibGpiodDriver(number);
            }
            catch (Exception first) when (IsOfTheChip(first))
            {
                throw new SerialPortException(
                    SerialFault.Direction,
                    $"{chip}: the GPIO chip cannot be opened. It needs the library libgpiod (package libgpiod2 or libgpiod3), and the user "
                    + $"of the gateway in the group that owns the chip (gpio). With version 2: {second.Message} With version 1: "
                    + first.Message, second);
            }
        }
    }

    private static bool IsOfTheChip(Exception e) =>
        e is PlatformNotSupportedException or DllNotFoundException or EntryPointNotFoundException
        or GpiodException or UnauthorizedAccessException or IOException;

    internal static int NumberOf(string chip)
    {
        string name = chip.StartsWith("/dev/", StringComparison.Ordinal) ? chip[5..] : chip;
        string[] all = Directory.Exists("/dev") ? Directory.GetFiles("/dev", Prefix + "*") : [];
        List<string> known = [];
        foreach (string path in all.Order(StringComparer.Ordinal))
        {
            string file = Path.GetFileName(path);
            if (!int.TryParse(file.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                continue;
            }

            string? label = LabelOf(path);
            if (file == name || label == name)
            {
                return number;
            }

            known.Add(label is null ? file : $"{file} ({label})");
        }

        string others = known.Count == 0 ? "This box has none." : "There are: " + string.Join(", ", known) + ".";
        throw new SerialPortException(SerialFault.Direction, $"{chip}: there is no such GPIO chip. {others}");
    }

    private static unsafe string? LabelOf(string path)
    {
        int descriptor = Libc.Open(path, Kernel.ReadWrite | Kernel.CloseOnExec);
        if (descriptor < 0)
        {
            return null; // no permission: it can still be named by its number, and opening it then reports the reason
        }

        using SafeFileHandle file = new(descriptor, ownsHandle: true);
        KernelChipInfo info = default;
        return Libc.Control(file, Kernel.ChipInfo, &info) == 0 ? info.Label.ToString() : null;
    }
}
