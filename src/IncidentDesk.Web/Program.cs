return await IncidentDesk.Web.Hosting.DeskProgram.RunAsync(args);
