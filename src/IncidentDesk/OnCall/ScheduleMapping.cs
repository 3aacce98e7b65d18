using IncidentDesk.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentDesk.OnCall;

/// <summary>
/// Schedules with their layers as one JSON value, since those are always read and replaced together; overrides and former layers apart, since they
/// grow. The indexes on their ends find those of a schedule that matter from an instant on.
/// </summary>
internal sealed class ScheduleMapping : IEntityTypeConfiguration<Schedule>, IEntityTypeConfiguration<Override>, IEntityTypeConfiguration<FormerLayers>
{
    public void Configure(EntityTypeBuilder<Schedule> table)
    {
        table.ToTable("schedules");
        table.Property(s => s.Id).ValueGeneratedNever();
        table.Property(s => s.Layers).HasJson();
        table.Property(s => s.LayersFrom).HasDefaultValue(Schedule.Beginning);
        table.HasIndex(s => s.Name, "schedules_name").IsUnique().HasFilter("deleted_at IS NULL");
        table.Property(s => s.Version).IsConcurrencyToken();
        table.HasMany(s => s.Overrides).WithOne().HasForeignKey(o => o.ScheduleId);
        table.Navigation(s => s.Overrides).UsePropertyAccessMode(PropertyAccessMode.Field);
        table.HasMany(s => s.Former).WithOne().HasForeignKey(f => f.ScheduleId);
        table.Navigation(s => s.Former).UsePropertyAccessMode(PropertyAccessMode.Field);
    }

    public void Configure(EntityTypeBuilder<FormerLayers> table)
    {
        table.ToTable("schedule_former_layers", t => t.HasCheckConstraint("schedule_former_layers_order", "starts_at < ends_at"));
        table.Property(f => f.Id).ValueGeneratedNever();
        table.Property(f => f.From).HasColumnName("starts_at");
        table.Property(f => f.To).HasColumnName("ends_at");
        table.Property(f => f.Layers).HasJson();
        table.HasIndex(f => new { f.ScheduleId, f.To });
    }

    public void Configure(EntityTypeBuilder<Override> table)
    {
        table.ToTable("schedule_overrides", t => t.HasCheckConstraint("schedule_overrides_order", "starts_at < ends_at"));
        table.Property(o => o.Id).ValueGeneratedNever();
        table.Property(o => o.From).HasColumnName("starts_at");
        table.Property(o => o.To).HasColumnName("ends_at");
        table.HasIndex(o => new { o.ScheduleId, o.Sequence }).IsUnique();
        table.HasIndex(o => new { o.ScheduleId, o.To });
    }
}
