#pragma once

#include "gateway/audit/pin.h"
#include "gateway/base/secret_bytes.h"

#include <filesystem>
#include <memory>

namespace portcullis::engine {

// The pin of a data folder's log: sealed in the folder's pin.json, and in `elsewhere` too, where
// the system has a place that does not go back with the folder (a keychain); null where it has
// none. Both count: the keychain's may be behind, as a program without it may write the log as
// well. Owner: the log. Thread: any, one call at a time. Errors: of load() those of both; of save()
// the first, after both were tried.
class LogPins final : public audit::PinStore
{
public:
    LogPins(std::filesystem::path file,
            SecretBytes sealing,
            std::shared_ptr<audit::PinStore> elsewhere);

    [[nodiscard]] Result<audit::Pins> load() override;
    [[nodiscard]] Result<> save(const audit::Pin& pin) override;

private:
    // Errors: Corrupt besides.
    [[nodiscard]] Result<std::optional<audit::Pin>> loadFile() const;
    [[nodiscard]] Result<> saveFile(const audit::Pin& pin) const;

    std::filesystem::path m_file;
    SecretBytes m_sealing;
    std::shared_ptr<audit::PinStore> m_elsewhere;
};

} // namespace portcullis::engine
