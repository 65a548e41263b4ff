namespace Labelling.ExpertReview.Assignment.Solving;

/// <summary>A binary heap of nodes by distance. A node may be in it several times; the caller passes over those that are out of date.</summary>
sealed class NodeQueue
{
    (long Distance, int Node)[] heap = new (long, int)[256];
    int count;

    public void Clear() => count = 0;

    public void Push(long distance, int node)
    {
        if (count == heap.Length)
            Array.Resize(ref heap, count * 2);
        var at = count++;
        while (at > 0)
        {
            var above = (at - 1) >> 1;
            if (heap[above].Distance <= distance)
                break;
            heap[at] = heap[above];
            at = above;
        }
        heap[at] = (distance, node);
    }

    public bool TryPop(out long distance, out int node)
    {
        if (count == 0)
        {
            (distance, node) = (0, 0);
            return false;
        }
        (distance, node) = heap[0];
        var last = heap[--count];
        var at = 0;
        for (var below = 1; below < count; below = 2 * at + 1)
        {
            if (below + 1 < count && heap[below + 1].Distance < heap[below].Distance)
                below++;
            if (heap[below].Distance >= last.Distance)
                break;
            heap[at] = heap[below];
            at = below;
        }
        heap[at] = last;
        return true;
    }
}
