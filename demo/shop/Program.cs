using IncidentDesk.DemoShop;

return args is ["instance", var version, var errors] ? await Instance.RunAsync(version, errors)
    : ShopOptions.Read(args) is { } options ? await Shop.RunAsync(options)
    : ShopOptions.Explain();
