using Messaging.Chaos;

try
{
    var card = await ChaosRun.RunAsync(ChaosSettings.Parse(args), Console.Error.WriteLine);
    Console.WriteLine(card);
    return card.IsKept ? 0 : 1;
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine("--orders N --seed S --minutes M --workers K --ledger sqlite|postgres --brokers B "
        + "--faults kill,drop,half-open,slow,reset");
    return 2;
}
