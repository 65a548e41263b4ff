using System.Net;
using System.Net.Sockets;

namespace Labelling.Browser.Tests;

/// <summary>
/// What a browser reaches the house through, and what can be cut: connections under way are reset, new ones are too, until it is mended. To
/// the browser it is a proxy, so that the address of the pages stays the same.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly HashSet<Socket> open = [];
    readonly Lock turn = new();
    readonly Task work;
    bool cut;
    long left = long.MaxValue;
    TaskCompletionSource wasCut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Wire()
    {
        listener.Start();
        work = Accept();
    }

    public string Address => $"http://{listener.LocalEndpoint}";

    /// <summary>Cuts it now.</summary>
    public void Cut()
    {
        lock (turn)
        {
            cut = true;
            left = long.MaxValue;
            foreach (var socket in open)
                socket.Close(timeout: 0);
            open.Clear();
            wasCut.TrySetResult();
        }
    }

    /// <summary>Cuts it in the middle of what the browser sends.</summary>
    /// <param name="bytes">So many still go through.</param>
    /// <returns>Ends once it is cut.</returns>
    public Task CutAfter(long bytes)
    {
        lock (turn)
        {
            left = bytes;
            wasCut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return wasCut.Task;
        }
    }

    /// <summary>New connections go through again.</summary>
    public void Mend()
    {
        lock (turn)
            cut = false;
    }

    async Task Accept()
    {
        var under = new List<Task>();
        while (true)
        {
            Socket browser;
            try
            {
                browser = await listener.AcceptSocketAsync();
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                break; // Stopped.
            }
            under.RemoveAll(one => one.IsCompleted);
            under.Add(Join(browser));
        }
        await Task.WhenAll(under);
    }

    async Task Join(Socket browser)
    {
        var house = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await house.ConnectAsync(IPAddress.Loopback, House.Address.Port);
            lock (turn)
            {
                open.Add(browser);
                open.Add(house);
                if (cut)
                    Cut();
            }
            await Task.WhenAll(Carry(browser, house, counted: true), Carry(house, browser, counted: false));
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Cut, or one of the two hung up.
        }
        finally
        {
            lock (turn)
            {
                open.Remove(browser);
                open.Remove(house);
            }
            browser.Close(timeout: 0);
            house.Close(timeout: 0);
        }
    }

    async Task Carry(Socket from, Socket to, bool counted)
    {
        var buffer = new byte[16_384];
        while (await from.ReceiveAsync(buffer) is > 0 and var read)
        {
            lock (turn)
                if (counted && left < read)
                    Cut();
                else if (counted)
                    left -= read;
            for (var sent = 0; sent < read;)
                sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
        }
        to.Shutdown(SocketShutdown.Send);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await work;
    }
}
