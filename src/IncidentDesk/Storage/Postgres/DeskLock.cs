namespace IncidentDesk.Storage.Postgres;

/// <summary>
/// Holds <c>desk.lock</c> in a data folder, so that one program at a time works on it. The operating system drops the lock when the
/// process ends, however it ends; the file itself stays and means nothing.
/// </summary>
public sealed class DeskLock : IDisposable
{
    private readonly FileStream _file;

    private DeskLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, making the folder where it is missing.</summary>
    /// <exception cref="DatabaseStartException">Another program holds the folder, or it can't be written to.</exception>
    public static DeskLock Take(string dataDirectory)
    {
        try
        {
            Directory.CreateDirectory(dataDirectory);
            var path = Path.Combine(dataDirectory, "desk.lock");
            return new DeskLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DatabaseStartException(
                $"The data folder {dataDirectory} can't be written to by this user; start as the user who owns it, or use another folder with --data.", e);
        }
        catch (IOException e) when (File.Exists(Path.Combine(dataDirectory, "desk.lock")))
        {
            throw new DatabaseStartException(
                $"Another IncidentDesk is running on the data folder {dataDirectory}; stop that one first, or use another folder with --data.", e);
        }
        catch (IOException e)
        {
            throw new DatabaseStartException($"The data folder {dataDirectory} can't be used: {e.Message}", e);
        }
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => _file.Dispose();
}
