using System.Buffers.Binary;

namespace Microsoft.ActiveDirectory.Management;

/// <summary>
/// "User cannot change password": no flag, but two entries in the list of permissions that deny Everyone and the account
/// itself the right to change the password. (facts-windows 14) .NET's security descriptors exist on Windows only, so the
/// bytes are read and written here. (MS-DTYP 2.4.4 to 2.4.6)
/// </summary>
internal static class ChangePasswordRight
{
    private static readonly byte[] Right = new Guid("ab721a53-1e2f-11d0-9819-00aa0040529b").ToByteArray();
    private static readonly byte[] Everyone = [1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
    private static readonly byte[] Self = [1, 1, 0, 0, 0, 0, 0, 5, 10, 0, 0, 0];

    private const int DescriptorHeader = 20;
    private const int ListHeader = 8;
    private const byte DeniedObject = 6;
    private const ushort ListPresent = 0x0004;
    private const ushort SelfRelative = 0x8000;
    /// <summary>Inherited, and protected from inheritance: how the list came about stays as it is.</summary>
    private const ushort Inheritance = 0x1400;

    /// <summary>Are both denied?</summary>
    public static bool IsDenied(byte[] descriptor)
    {
        var entries = Entries(descriptor);
        return entries.Any(entry => Denies(entry, Everyone)) && entries.Any(entry => Denies(entry, Self));
    }

    /// <summary>The descriptor's list of permissions with both denied, or neither.</summary>
    public static byte[] With(byte[] descriptor, bool denied)
    {
        var others = Entries(descriptor).Where(entry => !Denies(entry, Everyone) && !Denies(entry, Self));
        // Denials stand before what is allowed.
        List<byte[]> entries = denied ? [Denial(Self), Denial(Everyone), .. others] : [.. others];
        var size = ListHeader + entries.Sum(entry => entry.Length);
        var bytes = new byte[DescriptorHeader + size];
        bytes[0] = 1;
        var control = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(2));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)(control & Inheritance | ListPresent | SelfRelative));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), DescriptorHeader);
        // Lists with entries for single rights have revision 4.
        bytes[DescriptorHeader] = 4;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(DescriptorHeader + 2), (ushort)size);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(DescriptorHeader + 4), (ushort)entries.Count);
        var at = DescriptorHeader + ListHeader;
        foreach (var entry in entries)
        {
            entry.CopyTo(bytes, at);
            at += entry.Length;
        }
        return bytes;
    }

    private static List<byte[]> Entries(byte[] descriptor)
    {
        var list = BinaryPrimitives.ReadInt32LittleEndian(descriptor.AsSpan(16));
        var entries = new List<byte[]>();
        if (list == 0) return entries;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(list + 4));
        var at = list + ListHeader;
        for (var index = 0; index < count; index++)
        {
            var size = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.AsSpan(at + 2));
            entries.Add(descriptor[at..(at + size)]);
            at += size;
        }
        return entries;
    }

    /// <summary>Type 1, flags 1, size 2, mask 4, which GUIDs follow 4, the right 16, the trustee.</summary>
    private static bool Denies(byte[] entry, byte[] trustee) =>
        entry[0] == DeniedObject && entry.Length == 28 + trustee.Length && entry[8] == 1 &&
        entry.AsSpan(12, 16).SequenceEqual(Right) && entry.AsSpan(28).SequenceEqual(trustee);

    private static byte[] Denial(byte[] trustee) =>
        [DeniedObject, 0, (byte)(28 + trustee.Length), 0, 0, 1, 0, 0, 1, 0, 0, 0, .. Right, .. trustee];
}
