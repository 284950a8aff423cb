#pragma once

#include "app/keychain/keychain_store.h"
#include "gateway/audit/pin.h"

#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace portcullis::keychain {

// The pin of a log in the desktop's keychain, which does not go back with the data folder. For an
// installation whose key is in the keychain, too; for others it keeps nothing.
//
// Owner: the log. Thread: any but the keychain's, whose event loop answers. load() waits for it;
// save() does not, so that the log can be closed while that thread waits for the log: it gives the
// error of the save before. Errors: those of KeychainStore.
class KeychainPins final : public audit::PinStore
{
public:
    // `keychain` must outlive it. `keySlots` is the file that says whether there is an entry.
    KeychainPins(KeychainStore& keychain, std::filesystem::path keySlots);

    [[nodiscard]] Result<audit::Pins> load() override;
    [[nodiscard]] Result<> save(const audit::Pin& pin) override;
    [[nodiscard]] api::PinPlace place() const override;

private:
    // What became of the last save; outlives this object when an answer is late.
    struct Saved
    {
        std::mutex mutex;
        Result<> result;
    };

    [[nodiscard]] Result<std::optional<std::string>> entry();

    KeychainStore& m_keychain;
    std::filesystem::path m_keySlots;
    std::optional<std::string> m_entry;
    std::atomic<bool> m_keeps = false; // there is an entry
    std::shared_ptr<Saved> m_saved = std::make_shared<Saved>();
};

} // namespace portcullis::keychain
