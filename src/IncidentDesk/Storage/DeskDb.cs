using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace IncidentDesk.Storage;

/// <summary>
/// The one DbContext. It knows no feature: each folder brings its tables as <see cref="IEntityTypeConfiguration{TEntity}"/> in this assembly, and code
/// says <c>db.Set&lt;Incident&gt;()</c>. Names become snake_case, enumerations camelCase text (the same text as in JSON).
/// </summary>
public sealed class DeskDb(DbContextOptions<DeskDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasPostgresExtension("pg_trgm");
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(DeskDb).Assembly);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
            {
                entity.SetTableName(SnakeCase(table));
            }
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(SnakeCase(property.GetColumnName()));
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (type.IsEnum && property.GetValueConverter() is null)
                {
                    property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(EnumText<>).MakeGenericType(type))!);
                }
            }
            NameKeysAndIndexes(entity);
        }
    }

    private static void NameKeysAndIndexes(IMutableEntityType entity)
    {
        foreach (var key in entity.GetKeys())
        {
            key.SetName(key.GetName() is { } name ? SnakeCase(name) : null);
        }
        foreach (var key in entity.GetForeignKeys())
        {
            key.SetConstraintName(key.GetConstraintName() is { } name ? SnakeCase(name) : null);
        }
        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName(index.GetDatabaseName() is { } name ? SnakeCase(name) : null);
        }
    }

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && !char.IsUpper(name[i - 1]))
            {
                snake.Append('_');
            }
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }

    private sealed class EnumText<T>() : ValueConverter<T, string>(
        value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), text => Enum.Parse<T>(text, true))
        where T : struct, Enum;
}
