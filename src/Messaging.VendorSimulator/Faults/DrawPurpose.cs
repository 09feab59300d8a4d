namespace Messaging.VendorSimulator.Faults;

internal enum DrawPurpose
{
    Call = 1,
    Latency = 2,
    Missing = 3,
    BeingProcessed = 4,
}
