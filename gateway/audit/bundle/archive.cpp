#include "gateway/audit/bundle/archive.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/unpacking.h"
#include "gateway/audit/bundle/where.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

// The structures of an archive are those of APPNOTE.TXT 6.3, section 4.3.
namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kCentralBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kEnd64Bytes = 56;
constexpr std::size_t kLocator64Bytes = 20;
constexpr std::size_t kMaxDirectory = std::size_t{1024} * 1024;
constexpr std::uint64_t kFull = 0xFFFFFFFF; // the value stands in the extra field
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kEncrypted = 0x1;
constexpr std::uint16_t kHarmless = 0x806; // how hard the packer tried; names in UTF-8

std::unexpected<Error> odd()
{
    return invalid("The archive is put together in a way that no bundle is.");
}

// Little-endian numbers and texts from the front of some bytes. The caller has checked their
// number.
class Front
{
public:
    explicit Front(std::string_view bytes)
        : m_bytes(bytes)
    {}

    std::string_view text(std::size_t size)
    {
        const std::string_view text = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return text;
    }

    std::uint64_t number(std::size_t size)
    {
        std::uint64_t value = 0;
        const std::string_view bytes = text(size);
        for (std::size_t i = size; i > 0; --i) {
            value = value << 8U | static_cast<std::uint8_t>(bytes[i - 1]);
        }
        return value;
    }

    std::uint16_t two() { return static_cast<std::uint16_t>(number(2)); }

    std::uint32_t four() { return static_cast<std::uint32_t>(number(4)); }

    void skip(std::size_t size) { m_bytes.remove_prefix(size); }

private:
    std::string_view m_bytes;
};

// Gives the values that are full what stands for them in the extra field, which must hold nothing
// else.
template <std::size_t count>
bool widen(std::string_view extra, const std::array<std::uint64_t*, count>& values)
{
    const auto isFull = [](const std::uint64_t* value) { return *value == kFull; };
    const auto full = static_cast<std::size_t>(std::ranges::count_if(values, isFull));
    if (full == 0) {
        return extra.empty();
    }
    if (extra.size() != 4 + 8 * full) {
        return false;
    }
    Front front(extra);
    if (front.two() != 1 || front.two() != 8 * full) {
        return false;
    }
    for (std::uint64_t* const value : values) {
        if (isFull(value)) {
            *value = front.number(8);
        }
    }
    return true;
}

bool isRoomNotNeeded(std::string_view extra)
{
    constexpr std::string_view kHead("\x01\x00\x10\x00", 4);
    return extra.size() == 20 && extra.starts_with(kHead) &&
           extra.find_first_not_of('\0', kHead.size()) == std::string_view::npos;
}

// What a reader must be able to trust before it unpacks anything.
Result<> checkKind(const ArchiveEntry& entry, std::uint64_t attributes)
{
    constexpr std::uint64_t kTypeMask = 0170000;
    constexpr std::uint64_t kRegular = 0100000;
    const std::uint64_t mode = attributes >> 16U & kTypeMask;
    if (!isFileName(entry.name)) {
        return invalid(
            "The archive has an entry with a name that no bundle has: " + shown(entry.name) + ".");
    }
    if (mode != 0 && mode != kRegular) {
        return invalid("The entry " + entry.name + " is not a plain file.");
    }
    if ((entry.flags & kEncrypted) != 0) {
        return invalid("The entry " + entry.name + " is encrypted.");
    }
    if ((entry.method != kStored && entry.method != kDeflated) ||
        (entry.flags & ~kHarmless & 0xFFFF) != 0) {
        return invalid("The entry " + entry.name + " is packed in a way that no bundle uses.");
    }
    return {};
}

// The first entry of a directory, which is taken off its front.
Result<ArchiveEntry> takeEntry(std::string_view& directory)
{
    if (directory.size() < kCentralBytes) {
        return odd();
    }
    Front front(directory);
    const bool isEntry = front.text(4) == "PK\x01\x02";
    front.skip(4); // versions
    ArchiveEntry entry;
    entry.flags = front.two();
    entry.method = front.two();
    front.skip(4); // time and date
    entry.crc = front.four();
    entry.packed = front.four();
    entry.size = front.four();
    const std::size_t nameBytes = front.two();
    const std::size_t extraBytes = front.two();
    const bool isPlain = front.four() == 0; // no comment, first disk
    front.skip(2);                          // internal attributes
    const std::uint64_t attributes = front.four();
    entry.offset = front.four();
    if (!isEntry || !isPlain || directory.size() < kCentralBytes + nameBytes + extraBytes) {
        return odd();
    }
    entry.name = front.text(nameBytes);
    if (auto kind = checkKind(entry, attributes); !kind) {
        return fail(std::move(kind.error()));
    }
    if (!widen<3>(front.text(extraBytes), {&entry.size, &entry.packed, &entry.offset}) ||
        (entry.method == kStored && entry.packed != entry.size)) {
        return odd();
    }
    directory.remove_prefix(kCentralBytes + nameBytes + extraBytes);
    return entry;
}

// As a size that is nowhere near what a packer can do costs time and room.
bool isBelievable(const ArchiveEntry& entry)
{
    constexpr std::uint64_t kSmall = std::uint64_t{1024} * 1024;
    const std::uint64_t packed = std::max<std::uint64_t>(entry.packed, 1);
    return entry.size <= kSmall || entry.size / kMaxRatio < packed ||
           (entry.size / kMaxRatio == packed && entry.size % kMaxRatio == 0);
}

} // namespace

bool isFileName(std::string_view name)
{
    const auto isInner = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    };
    while (true) {
        const std::string_view part = name.substr(0, name.find('/'));
        if (part.empty() || part.front() == '.' || part.back() == '.' ||
            !std::ranges::all_of(part, isInner)) {
            return false;
        }
        if (part.size() == name.size()) {
            return true;
        }
        name.remove_prefix(part.size() + 1);
    }
}

std::string folded(std::string_view name)
{
    std::string text(name);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

Result<Archive> Archive::open(const std::filesystem::path& path)
{
    auto file = InputFile::open(path, InputFile::Links::Follow);
    if (!file) {
        return fail(std::move(file.error()));
    }
    Archive archive(std::move(*file));
    auto found = archive.directory(path.string());
    if (!found) {
        return fail(std::move(found.error()));
    }
    if (auto read = archive.readEntries(*found); !read) {
        return fail(std::move(read.error()));
    }
    return archive;
}

Result<std::string> Archive::bytes(std::uint64_t offset, std::uint64_t size) const
{
    if (offset > m_file->size() || size > m_file->size() - offset) {
        return odd();
    }
    std::string bytes(size, '\0');
    const auto count = m_file->readAt(offset, bytes);
    if (!count) {
        return fail(count.error());
    }
    return *count == size ? Result<std::string>(std::move(bytes)) : odd();
}

Result<Archive::Directory> Archive::directory(const std::string& path) const
{
    const std::string wrong = path + " is not a ZIP archive, or something stands after its end.";
    if (m_file->size() < kEndBytes) {
        return invalid(wrong);
    }
    std::uint64_t end = m_file->size() - kEndBytes;
    const auto record = bytes(end, kEndBytes);
    if (!record) {
        return fail(record.error());
    }
    Front front(*record);
    const bool isEnd = front.text(4) == "PK\x05\x06";
    const bool isFirstDisk = front.four() == 0;
    const std::uint64_t here = front.two();
    Directory found;
    found.count = front.two();
    const std::uint64_t size = front.four();
    found.at = front.four();
    if (!isEnd || front.two() != 0) {
        return invalid(wrong);
    }
    if (!isFirstDisk || here != found.count || size > kMaxDirectory) {
        return odd();
    }
    if (found.at == kFull) {
        auto at = wideDirectory(end, found.count, size);
        if (!at) {
            return fail(std::move(at.error()));
        }
        found.at = *at;
    }
    if (found.at > end || end - found.at != size) {
        return odd();
    }
    auto read = bytes(found.at, size);
    if (!read) {
        return fail(std::move(read.error()));
    }
    found.bytes = std::move(*read);
    return found;
}

// Where the directory of an archive of 4 GiB or more begins. `end` becomes where it must end.
Result<std::uint64_t>
Archive::wideDirectory(std::uint64_t& end, std::uint64_t count, std::uint64_t size) const
{
    constexpr std::uint64_t kBoth = kEnd64Bytes + kLocator64Bytes;
    if (end < kBoth) {
        return odd();
    }
    end -= kBoth;
    const auto both = bytes(end, kBoth);
    if (!both) {
        return fail(both.error());
    }
    Front front(*both);
    bool good = front.text(4) == "PK\x06\x06" && front.number(8) == kEnd64Bytes - 12;
    front.skip(4);                           // versions
    good = good && front.number(8) == 0;     // the first disk, which has the directory
    good = good && front.number(8) == count; // on this disk
    good = good && front.number(8) == count && front.number(8) == size;
    if (!good) {
        return odd();
    }
    const std::uint64_t at = front.number(8);
    good = front.text(4) == "PK\x06\x07" && front.four() == 0 && front.number(8) == end &&
           front.four() == 1;
    return good ? Result<std::uint64_t>(at) : odd();
}

Result<> Archive::readEntries(const Directory& directory)
{
    if (directory.count > kMaxFiles) {
        return invalid("The archive has too many files.");
    }
    std::string_view left = directory.bytes;
    std::uint64_t here = 0;
    std::uint64_t total = 0;
    std::set<std::string> names;
    for (std::uint64_t i = 0; i < directory.count; ++i) {
        auto entry = takeEntry(left);
        if (!entry) {
            return fail(std::move(entry.error()));
        }
        if (!isBelievable(*entry)) {
            return invalid("The entry " + entry->name + " unpacks to more than can be true.");
        }
        if (!names.insert(folded(entry->name)).second) {
            return invalid("The archive has two entries named " + entry->name + ".");
        }
        if (entry->offset != here || entry->size > kMaxTotal || entry->packed > m_file->size()) {
            return odd();
        }
        if (auto local = checkLocal(*entry); !local) {
            return local;
        }
        here = entry->begin + entry->packed;
        total += entry->size;
        m_entries.emplace(entry->name, std::move(*entry));
    }
    if (!left.empty() || here != directory.at) {
        return odd();
    }
    if (total > kMaxTotal) {
        return invalid("The archive unpacks to too much.");
    }
    return {};
}

// What stands before the bytes of an entry must say what the directory says.
Result<> Archive::checkLocal(ArchiveEntry& entry) const
{
    const auto head = bytes(entry.offset, kLocalBytes);
    if (!head) {
        return fail(head.error());
    }
    Front front(*head);
    bool same = front.text(4) == "PK\x03\x04";
    front.skip(2); // version
    same = same && front.two() == entry.flags && front.two() == entry.method;
    Front sizes(std::string_view(*head).substr(14));
    same = same && sizes.four() == entry.crc;
    std::uint64_t packed = sizes.four();
    std::uint64_t size = sizes.four();
    const std::size_t nameBytes = sizes.two();
    const std::size_t extraBytes = sizes.two();
    const auto rest = bytes(entry.offset + kLocalBytes, nameBytes + extraBytes);
    if (!same || !rest) {
        return rest ? odd() : Result<>(fail(rest.error()));
    }
    std::string_view extra = std::string_view(*rest).substr(nameBytes);
    if ((size != kFull || packed != kFull) && isRoomNotNeeded(extra)) {
        extra = {};
    }
    same = widen<2>(extra, {&size, &packed}) && packed == entry.packed && size == entry.size &&
           rest->starts_with(entry.name) && nameBytes == entry.name.size();
    entry.begin = entry.offset + kLocalBytes + nameBytes + extraBytes;
    return same ? Result<>() : odd();
}

Result<std::unique_ptr<ByteSource>> Archive::source(std::string_view name) const
{
    return unpack(m_file, m_entries.find(name)->second);
}

} // namespace portcullis::audit::bundle
