#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace portcullis::desktop {

// The process that has a data folder.
struct FolderHolder
{
    int process = 0;     // 0 when it cannot be told
    std::string program; // its short name, or empty

    bool operator==(const FolderHolder&) const = default;
};

[[nodiscard]] FolderHolder holderOfProcess(int process);

// Who serves a data folder or has its log open; nobody when it is free. Takes nothing itself. Any
// thread.
[[nodiscard]] std::optional<FolderHolder> findFolderHolder(const std::filesystem::path& dataFolder);

} // namespace portcullis::desktop
