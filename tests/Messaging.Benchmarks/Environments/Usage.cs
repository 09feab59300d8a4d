using System.Runtime.InteropServices;

namespace Messaging.Benchmarks.Environments;

/// <summary>The resource usage of a process.</summary>
/// <param name="Cpu">Processor time, user and system.</param>
/// <param name="Resident">Bytes in memory now.</param>
/// <param name="PeakResident">The most bytes in memory at any time (<c>VmHWM</c>).</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Usage(TimeSpan Cpu, long Resident, long PeakResident);
