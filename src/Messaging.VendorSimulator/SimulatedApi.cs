namespace Messaging.VendorSimulator;

/// <summary>
/// What a simulated vendor is made of: its name, and the addresses at which it takes calls. See
/// <see cref="VendorSimulatorSettings.Add"/>.
/// </summary>
/// <param name="Name">Lower case, as in the service's settings and in the admin addresses.</param>
/// <param name="Map">
/// Adds the vendor's addresses, usually each with a <see cref="Calls.VendorEndpoint"/>. The clock is the simulator's.
/// </param>
public sealed record SimulatedApi(string Name, Action<IEndpointRouteBuilder, SimulatedVendor, TimeProvider> Map);
