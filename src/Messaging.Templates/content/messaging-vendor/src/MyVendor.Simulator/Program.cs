using Messaging.VendorSimulator;
using Microsoft.Extensions.Hosting;
using MyVendor.Simulator;

await using var app = VendorSimulatorApp.Build(args, MyVendorSimulator.Api);
await app.RunAsync();
