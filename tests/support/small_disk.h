#pragma once

#include <sys/mount.h>

#include <filesystem>
#include <fstream>
#include <sched.h>
#include <string>
#include <unistd.h>

namespace portcullis::audit::test {

// A small file system in memory, for the calling process alone and as long as it lives.
// Thread: the process has no other one yet.
struct SmallDisk
{
    // False where that is not allowed. `size` as mount(8) has it.
    static bool mount(const std::filesystem::path& folder, const std::string& size)
    {
        const auto uid = std::to_string(::geteuid());
        if (::unshare(CLONE_NEWNS) != 0) {
            if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
                return false;
            }
            std::ofstream("/proc/self/uid_map") << "0 " << uid << " 1";
        }
        std::filesystem::create_directories(folder);
        const std::string options = "mode=700,size=" + size;
        return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               ::mount("tmpfs", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
    }

    static void setReadOnly(const std::filesystem::path& folder, bool readOnly)
    {
        const unsigned long flags = readOnly ? MS_REMOUNT | MS_RDONLY : MS_REMOUNT;
        static_cast<void>(::mount(nullptr, folder.c_str(), nullptr, flags, nullptr));
    }

    // Lets a file grow until no more than so many bytes are free.
    static void fillTo(const std::filesystem::path& file, std::uintmax_t free)
    {
        std::ofstream filler(file, std::ios::binary | std::ios::app);
        const std::string block(4096, 'f');
        while (std::filesystem::space(file.parent_path()).available > free &&
               filler.write(block.data(), 4096).flush()) {
        }
    }
};

} // namespace portcullis::audit::test
