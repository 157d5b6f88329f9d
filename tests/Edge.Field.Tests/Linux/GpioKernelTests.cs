using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.Field.Linux;
using TestKit;

namespace Edge.Field.Tests.Linux;

/// <summary>The kernel's own header says where each field stands and which number each request has.</summary>
public sealed class GpioKernelTests
{
    private const string Program = """
        #include <linux/gpio.h>
        #include <stddef.h>
        #include <stdio.h>
        #define SIZE(type) printf("size " #type " %zu\n", sizeof(struct type))
        #define AT(type, field) printf("at " #type "." #field " %zu\n", offsetof(struct type, field))
        #define NUMBER(name) printf("number " #name " %llu\n", (unsigned long long)name)
        int main(void)
        {
            SIZE(gpio_v2_line_request); AT(gpio_v2_line_request, consumer); AT(gpio_v2_line_request, config);
            AT(gpio_v2_line_request, num_lines);
            AT(gpio_v2_line_request, event_buffer_size); AT(gpio_v2_line_request, fd);
            SIZE(gpio_v2_line_config); AT(gpio_v2_line_config, num_attrs); AT(gpio_v2_line_config, attrs);
            SIZE(gpio_v2_line_info); AT(gpio_v2_line_info, consumer); AT(gpio_v2_line_info, offset); AT(gpio_v2_line_info, flags);
            SIZE(gpio_v2_line_values); AT(gpio_v2_line_values, mask);
            SIZE(gpio_v2_line_event); AT(gpio_v2_line_event, id); AT(gpio_v2_line_event, offset); AT(gpio_v2_line_event, seqno);
            AT(gpio_v2_line_event, line_seqno);
            NUMBER(GPIO_V2_GET_LINEINFO_IOCTL); NUMBER(GPIO_V2_GET_LINE_IOCTL); NUMBER(GPIO_V2_LINE_GET_VALUES_IOCTL);
            NUMBER(GPIO_V2_LINES_MAX);
            NUMBER(GPIO_V2_LINE_FLAG_USED); NUMBER(GPIO_V2_LINE_FLAG_INPUT); NUMBER(GPIO_V2_LINE_FLAG_EDGE_RISING);
            NUMBER(GPIO_V2_LINE_FLAG_EDGE_FALLING); NUMBER(GPIO_V2_LINE_FLAG_BIAS_PULL_UP); NUMBER(GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN);
            NUMBER(GPIO_V2_LINE_FLAG_BIAS_DISABLED); NUMBER(GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME); NUMBER(GPIO_V2_LINE_EVENT_RISING_EDGE);
            return 0;
        }
        """;

    [Fact]
    public async Task Structures_and_numbers_are_those_of_the_kernels_header()
    {
        Assert.SkipUnless(Command.Exists("gcc"), "There is no C compiler here (Debian packages gcc, libc6-dev and linux-libc-dev).");
        using TemporaryFolder own = new();
        string folder = own.Path;
        CancellationToken stop = TestContext.Current.CancellationToken;
        string source = Path.Combine(folder, "gpio.c");
        string program = Path.Combine(folder, "gpio");
        await File.WriteAllTextAsync(source, Program, stop);
        CommandResult compiled = await Command.RunAsync("gcc", ["-o", program, source], stop);
        Assert.True(compiled.ExitCode == 0, compiled.All);
        string[] kernel = (await Command.RunAsync(program, [], stop)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(kernel, Ours());
    }

    private static IEnumerable<string> Ours() =>
    [
        Size<GpioLineRequest>("gpio_v2_line_request"),
        At<GpioLineRequest>("gpio_v2_line_request.consumer", nameof(GpioLineRequest.Consumer)),
        At<GpioLineRequest>("gpio_v2_line_request.config", nameof(GpioLineRequest.Config)),
        At<GpioLineRequest>("gpio_v2_line_request.num_lines", nameof(GpioLineRequest.LineCount)),
        At<GpioLineRequest>("gpio_v2_line_request.event_buffer_size", nameof(GpioLineRequest.EventBufferSize)),
        At<GpioLineRequest>("gpio_v2_line_request.fd", nameof(GpioLineRequest.Descriptor)),
        Size<GpioLineConfig>("gpio_v2_line_config"),
        At<GpioLineConfig>("gpio_v2_line_config.num_attrs", nameof(GpioLineConfig.AttributeCount)),
        At<GpioLineConfig>("gpio_v2_line_config.attrs", nameof(GpioLineConfig.Attributes)),
        Size<GpioLineInfo>("gpio_v2_line_info"), At<GpioLineInfo>("gpio_v2_line_info.consumer", nameof(GpioLineInfo.Consumer)),
        At<GpioLineInfo>("gpio_v2_line_info.offset", nameof(GpioLineInfo.Offset)),
        At<GpioLineInfo>("gpio_v2_line_info.flags", nameof(GpioLineInfo.Flags)),
        Size<GpioLineValues>("gpio_v2_line_values"), At<GpioLineValues>("gpio_v2_line_values.mask", nameof(GpioLineValues.Mask)),
        Size<GpioLineEvent>("gpio_v2_line_event"), At<GpioLineEvent>("gpio_v2_line_event.id", nameof(GpioLineEvent.Id)),
        At<GpioLineEvent>("gpio_v2_line_event.offset", nameof(GpioLineEvent.Offset)),
        At<GpioLineEvent>("gpio_v2_line_event.seqno", nameof(GpioLineEvent.Sequence)),
        At<GpioLineEvent>("gpio_v2_line_event.line_seqno", nameof(GpioLineEvent.LineSequence)),
        Number("GPIO_V2_GET_LINEINFO_IOCTL", GpioKernel.GetLineInfo), Number("GPIO_V2_GET_LINE_IOCTL", GpioKernel.GetLine),
        Number("GPIO_V2_LINE_GET_VALUES_IOCTL", GpioKernel.GetValues), Number("GPIO_V2_LINES_MAX", GpioKernel.LinesMax),
        Number("GPIO_V2_LINE_FLAG_USED", GpioKernel.Used), Number("GPIO_V2_LINE_FLAG_INPUT", GpioKernel.Input),
        Number("GPIO_V2_LINE_FLAG_EDGE_RISING", GpioKernel.EdgeRising), Number("GPIO_V2_LINE_FLAG_EDGE_FALLING", GpioKernel.EdgeFalling),
        Number("GPIO_V2_LINE_FLAG_BIAS_PULL_UP", GpioKernel.PullUp), Number("GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN", GpioKernel.PullDown),
        Number("GPIO_V2_LINE_FLAG_BIAS_DISABLED", GpioKernel.NoPull),
        Number("GPIO_V2_LINE_FLAG_EVENT_CLOCK_REALTIME", GpioKernel.RealtimeClock),
        Number("GPIO_V2_LINE_EVENT_RISING_EDGE", GpioKernel.RisingEdge),
    ];

    private static string Size<T>(string name) where T : struct => $"size {name} {Unsafe.SizeOf<T>()}";

    private static string At<T>(string name, string field) where T : struct => $"at {name} {Marshal.OffsetOf<T>(field)}";

    private static string Number(string name, ulong value) => $"number {name} {value}";
}
