using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Edge.Field.Linux;

/// <summary>
/// The GPIO character device, version 2 (linux/gpio.h, since Linux 5.10; the realtime clock since 5.11), the same on x64 and arm64.
/// </summary>
internal static class GpioKernel
{
    public const uint GetLineInfo = 0xC100_B405; // GPIO_V2_GET_LINEINFO_IOCTL
    public const uint GetLine = 0xC250_B407; // GPIO_V2_GET_LINE_IOCTL
    public const uint GetValues = 0xC010_B40E; // GPIO_V2_LINE_GET_VALUES_IOCTL

    public const int LinesMax = 64; // GPIO_V2_LINES_MAX

    public const ulong Used = 1 << 0; // GPIO_V2_LINE_FLAG_USED
    public const ulong Input = 1 << 2; // GPIO_V2_LINE_FLAG_INPUT
    public const ulong EdgeRising = 1 << 4; // GPIO_V2_LINE_FLAG_EDGE_RISING
    public const ulong EdgeFalling = 1 << 5; // GPIO_V2_LINE_FLAG_EDGE_FALLING
    public const ulong PullUp = 1 << 8; // GPIO_V2_LINE_FLAG_BIAS_PULL_UP
    public const ulong PullDown = 1 << 9; // GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN
    public const ulong NoPull = 1 << 10; // GPIO_V2_LINE_FLAG_BIAS_DISABLED
    public const ulong RealtimeClock = 1 << 11; // GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME

    public const uint RisingEdge = 1; // GPIO_V2_LINE_EVENT_RISING_EDGE
}

/// <summary>Up to 64 line offsets.</summary>
[InlineArray(GpioKernel.LinesMax)]
internal struct GpioOffsets
{
    private uint _first;
}

/// <summary>struct gpio_v2_line_attribute.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioAttribute
{
    public uint Id;
    public uint Padding;
    public ulong Value;
}

/// <summary>struct gpio_v2_line_config_attribute.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioConfigAttribute
{
    public GpioAttribute Attribute;
    public ulong Mask;
}

/// <summary>Ten attributes of a configuration.</summary>
[InlineArray(10)]
internal struct GpioConfigAttributes
{
    private GpioConfigAttribute _first;
}

/// <summary>Ten attributes of a line.</summary>
[InlineArray(10)]
internal struct GpioAttributes
{
    private GpioAttribute _first;
}

/// <summary>Padding of five words.</summary>
[InlineArray(5)]
internal struct GpioFive
{
    private uint _first;
}

/// <summary>Padding of six words.</summary>
[InlineArray(6)]
internal struct GpioSix
{
    private uint _first;
}

/// <summary>Padding of four words.</summary>
[InlineArray(4)]
internal struct GpioFour
{
    private uint _first;
}

/// <summary>struct gpio_v2_line_config.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineConfig
{
    public ulong Flags;
    public uint AttributeCount;
    public GpioFive Padding;
    public GpioConfigAttributes Attributes;
}

/// <summary>struct gpio_v2_line_request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineRequest
{
    public GpioOffsets Offsets;
    public KernelText Consumer;
    public GpioLineConfig Config;
    public uint LineCount;
    public uint EventBufferSize;
    public GpioFive Padding;
    public int Descriptor;
}

/// <summary>struct gpio_v2_line_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineInfo
{
    public KernelText Name;
    public KernelText Consumer;
    public uint Offset;
    public uint AttributeCount;
    public ulong Flags;
    public GpioAttributes Attributes;
    public GpioFour Padding;
}

/// <summary>struct gpio_v2_line_values.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineValues
{
    public ulong Bits;
    public ulong Mask;
}

/// <summary>struct gpio_v2_line_event.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GpioLineEvent
{
    public ulong Nanoseconds;
    public uint Id;
    public uint Offset;
    public uint Sequence;
    public uint LineSequence;
    public GpioSix Padding;
}
