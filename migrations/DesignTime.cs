using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace IncidentDesk.Migrations;

/// <summary>How the command line tool makes the context; it never connects.</summary>
public sealed class DesignTime : IDesignTimeDbContextFactory<DeskDb>
{
    public DeskDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<DeskDb>();
        options.UseDesk(NpgsqlDataSource.Create("Host=localhost;Database=incidentdesk"));
        return new DeskDb(options.Options);
    }
}
