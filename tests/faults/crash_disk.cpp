#include "tests/faults/crash_disk.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <new>
#include <sqlite3.h>
#include <utility>

namespace portcullis::faults {

namespace {

constexpr std::size_t kSector = 512;

// What SQLite sees of an open file; the real one lies behind it in the same memory.
struct CrashFile
{
    sqlite3_file base;
    CrashDisk* disk;
    std::string* path;
    bool kept; // of a kind whose content must survive

    [[nodiscard]] sqlite3_file* real()
    {
        return static_cast<sqlite3_file*>(static_cast<void*>(this + 1));
    }
};

CrashFile& crashFile(sqlite3_file* file)
{
    return *static_cast<CrashFile*>(static_cast<void*>(file));
}

sqlite3_file* realFile(sqlite3_file* file)
{
    return crashFile(file).real();
}

CrashDisk& diskOf(sqlite3_vfs* vfs)
{
    return *static_cast<CrashDisk*>(vfs->pAppData);
}

int closeFile(sqlite3_file* file)
{
    CrashFile& own = crashFile(file);
    const int code = own.real()->pMethods->xClose(own.real());
    delete own.path;
    return code;
}

int readFile(sqlite3_file* file, void* into, int count, sqlite3_int64 at)
{
    return realFile(file)->pMethods->xRead(realFile(file), into, count, at);
}

int writeFile(sqlite3_file* file, const void* from, int count, sqlite3_int64 at)
{
    CrashFile& own = crashFile(file);
    const std::string bytes(static_cast<const char*>(from), static_cast<std::size_t>(count));
    if (own.kept && !own.disk->wrote(*own.path, {at, bytes, false})) {
        return own.disk->failure(SQLITE_IOERR_WRITE);
    }
    return own.real()->pMethods->xWrite(own.real(), from, count, at);
}

int truncateFile(sqlite3_file* file, sqlite3_int64 size)
{
    CrashFile& own = crashFile(file);
    if (own.kept && !own.disk->wrote(*own.path, {size, {}, true})) {
        return own.disk->failure(SQLITE_IOERR_TRUNCATE);
    }
    return own.real()->pMethods->xTruncate(own.real(), size);
}

int syncFile(sqlite3_file* file, int)
{
    CrashFile& own = crashFile(file);
    return !own.kept || own.disk->synced(*own.path) ? SQLITE_OK
                                                    : own.disk->failure(SQLITE_IOERR_FSYNC);
}

int sizeOfFile(sqlite3_file* file, sqlite3_int64* size)
{
    return realFile(file)->pMethods->xFileSize(realFile(file), size);
}

int lockFile(sqlite3_file* file, int level)
{
    return realFile(file)->pMethods->xLock(realFile(file), level);
}

int unlockFile(sqlite3_file* file, int level)
{
    return realFile(file)->pMethods->xUnlock(realFile(file), level);
}

int checkReserved(sqlite3_file* file, int* result)
{
    return realFile(file)->pMethods->xCheckReservedLock(realFile(file), result);
}

int controlFile(sqlite3_file* file, int operation, void* argument)
{
    return realFile(file)->pMethods->xFileControl(realFile(file), operation, argument);
}

int sectorSize(sqlite3_file* file)
{
    return realFile(file)->pMethods->xSectorSize(realFile(file));
}

int characteristics(sqlite3_file* file)
{
    return realFile(file)->pMethods->xDeviceCharacteristics(realFile(file));
}

int mapShared(sqlite3_file* file, int page, int size, int extend, void volatile** where)
{
    return realFile(file)->pMethods->xShmMap(realFile(file), page, size, extend, where);
}

int lockShared(sqlite3_file* file, int offset, int count, int flags)
{
    return realFile(file)->pMethods->xShmLock(realFile(file), offset, count, flags);
}

void barrier(sqlite3_file* file)
{
    realFile(file)->pMethods->xShmBarrier(realFile(file));
}

int unmapShared(sqlite3_file* file, int remove)
{
    return realFile(file)->pMethods->xShmUnmap(realFile(file), remove);
}

// Version 2: without memory mapping, which would pass by xWrite.
const sqlite3_io_methods kMethods = {2,
                                     closeFile,
                                     readFile,
                                     writeFile,
                                     truncateFile,
                                     syncFile,
                                     sizeOfFile,
                                     lockFile,
                                     unlockFile,
                                     checkReserved,
                                     controlFile,
                                     sectorSize,
                                     characteristics,
                                     mapShared,
                                     lockShared,
                                     barrier,
                                     unmapShared,
                                     nullptr,
                                     nullptr};

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* given)
{
    CrashDisk& disk = diskOf(vfs);
    auto* own = new (file) CrashFile{};
    own->disk = &disk;
    const int code = disk.below().xOpen(&disk.below(), name, own->real(), flags, given);
    if (code != SQLITE_OK || own->real()->pMethods == nullptr) {
        own->base.pMethods = nullptr;
        return code;
    }
    own->path = new std::string(name != nullptr ? name : "");
    own->kept = (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
    if (own->kept) {
        disk.opened(*own->path);
    }
    own->base.pMethods = &kMethods;
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs* vfs, const char* name, int syncsFolder)
{
    CrashDisk& disk = diskOf(vfs);
    return disk.removed(name) ? disk.below().xDelete(&disk.below(), name, syncsFolder)
                              : disk.failure(SQLITE_IOERR_DELETE);
}

} // namespace

CrashDisk::CrashDisk(std::uint64_t seed)
    : m_random(seed)
    , m_below(sqlite3_vfs_find(nullptr))
    , m_vfs(std::make_unique<sqlite3_vfs>(*m_below))
{
    // All but opening and deleting is the real one's, which looks at nothing of the vfs it gets.
    m_vfs->szOsFile = static_cast<int>(sizeof(CrashFile)) + m_below->szOsFile;
    m_vfs->pNext = nullptr;
    m_vfs->zName = "crash";
    m_vfs->pAppData = this;
    m_vfs->xOpen = openFile;
    m_vfs->xDelete = deleteFile;
    sqlite3_vfs_register(m_vfs.get(), 1);
}

CrashDisk::~CrashDisk()
{
    sqlite3_vfs_unregister(m_vfs.get());
    sqlite3_vfs_register(m_below, 1);
}

void CrashDisk::failAfter(std::uint64_t operations)
{
    const std::scoped_lock lock(m_mutex);
    m_limit = m_operations + operations;
}

void CrashDisk::failOnce(std::uint64_t operation, int code)
{
    const std::scoped_lock lock(m_mutex);
    m_failing = operation;
    m_code = code;
}

int CrashDisk::failure(int otherwise) const
{
    return m_code != 0 ? m_code : otherwise;
}

bool CrashDisk::failed() const
{
    const std::scoped_lock lock(m_mutex);
    return m_operations >= m_limit;
}

std::uint64_t CrashDisk::operations() const
{
    const std::scoped_lock lock(m_mutex);
    return m_operations;
}

bool CrashDisk::step()
{
    if (m_operations >= m_limit) {
        return false;
    }
    return ++m_operations != m_failing;
}

bool CrashDisk::wrote(const std::string& path, Change change)
{
    const std::scoped_lock lock(m_mutex);
    if (!step()) {
        return false;
    }
    m_files[path].since.push_back(std::move(change));
    return true;
}

bool CrashDisk::synced(const std::string& path)
{
    const std::scoped_lock lock(m_mutex);
    if (!step()) {
        return false;
    }
    FileImage& file = m_files[path];
    for (const Change& change : file.since) {
        apply(file.synced, change);
    }
    file.since.clear();
    return true;
}

bool CrashDisk::removed(const std::string& path)
{
    const std::scoped_lock lock(m_mutex);
    if (!step()) {
        return false;
    }
    m_files.erase(path);
    return true;
}

void CrashDisk::opened(const std::string& path)
{
    const std::scoped_lock lock(m_mutex);
    if (m_files.contains(path)) {
        return;
    }
    std::ifstream in(path, std::ios::binary);
    m_files[path].synced.assign(std::istreambuf_iterator<char>(in), {});
}

void CrashDisk::apply(std::string& content, const Change& change) const
{
    const auto at = static_cast<std::size_t>(change.at);
    if (change.truncates) {
        content.resize(at);
        return;
    }
    content.resize(std::max(content.size(), at + change.bytes.size()));
    content.replace(at, change.bytes.size(), change.bytes);
}

// The sectors of a write that reached the disk, from its beginning on.
CrashDisk::Change CrashDisk::torn(const Change& change)
{
    Change part = change;
    const auto first = kSector - static_cast<std::size_t>(change.at) % kSector;
    const std::size_t sectors = 1 + (change.bytes.size() + kSector - 1) / kSector;
    const std::size_t kept = m_random() % sectors;
    part.bytes.resize(kept == 0 ? 0 : std::min(part.bytes.size(), first + (kept - 1) * kSector));
    return part;
}

void CrashDisk::imageTo(const std::filesystem::path& folder)
{
    const std::scoped_lock lock(m_mutex);
    std::filesystem::create_directories(folder);
    for (auto& [path, file] : m_files) {
        std::string content = file.synced;
        for (const Change& change : file.since) {
            switch (m_random() % 3) {
            case 0: // lost
                break;
            case 1:
                apply(content, change.truncates ? change : torn(change));
                break;
            default:
                apply(content, change);
            }
        }
        std::ofstream out(folder / std::filesystem::path(path).filename(), std::ios::binary);
        out << content;
    }
}

} // namespace portcullis::faults
