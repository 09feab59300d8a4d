using Messaging.Fulfillment.Vendors;
using Messaging.VendorSimulator;

namespace Messaging.Fulfillment.Testing;

/// <summary>A vendor beside the three of the service.</summary>
/// <param name="Api">How it is simulated.</param>
/// <param name="Add">Adds it to the service, as <c>vendors => vendors.AddAcme()</c>.</param>
public sealed record AddedVendor(SimulatedApi Api, Action<VendorsBuilder> Add);
