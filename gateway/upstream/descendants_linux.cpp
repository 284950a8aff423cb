#include "gateway/upstream/descendants_linux.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace portcullis::upstream {

namespace {

struct Process
{
    pid_t pid = 0;
    pid_t parent = 0;
    bool ours = false;
};

// The parent of a process, or 0 when it is gone or dead already. The program's name in
// /proc/<pid>/stat may hold any character, so fields are counted from the last parenthesis
// (proc(5)).
pid_t parentOf(const char* pid)
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%s/stat", pid);
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    char text[512];
    const ssize_t length = ::read(file, text, sizeof text);
    ::close(file);
    const std::string_view stat(text, length > 0 ? static_cast<std::size_t>(length) : 0);
    const std::size_t name = stat.rfind(") ");
    if (name == std::string_view::npos || name + 4 >= stat.size()) {
        return 0;
    }
    const char state = stat[name + 2];
    pid_t parent = 0;
    std::from_chars(stat.data() + name + 4, stat.data() + stat.size(), parent);
    return state == 'Z' || state == 'X' ? 0 : parent;
}

std::vector<Process> allProcesses()
{
    std::vector<Process> all;
    DIR* folder = ::opendir("/proc");
    if (folder == nullptr) {
        return all;
    }
    while (const dirent* entry = ::readdir(folder)) {
        pid_t pid = 0;
        const char* end = entry->d_name + std::strlen(entry->d_name);
        if (std::from_chars(entry->d_name, end, pid).ptr == end && pid > 1) {
            all.push_back({pid, parentOf(entry->d_name)});
        }
    }
    ::closedir(folder);
    return all;
}

bool adoptChildren(std::vector<Process>& all, pid_t self)
{
    bool found = false;
    for (Process& process : all) {
        if (process.ours || process.parent == 0) {
            continue;
        }
        const auto isParent = [&process](const Process& other) {
            return other.ours && other.pid == process.parent;
        };
        process.ours = process.parent == self || std::any_of(all.begin(), all.end(), isParent);
        found = found || process.ours;
    }
    return found;
}

} // namespace

std::vector<pid_t> descendants()
{
    std::vector<Process> all = allProcesses();
    const pid_t self = ::getpid();
    while (adoptChildren(all, self)) {
    }
    std::vector<pid_t> result;
    for (const Process& process : all) {
        if (process.ours) {
            result.push_back(process.pid);
        }
    }
    return result;
}

} // namespace portcullis::upstream
