#pragma once

#include "gateway/engine/gateway.h"
#include "gateway/secrets/key_slots.h"
#include "gateway/secrets/secret_store.h"
#include "ui/setup/locked_view.h"

#include <QObject>

#include <filesystem>
#include <memory>

namespace portcullis::desktop {

// Brings the master key from the keychain, or by a passphrase, to the locked gateway, and tells the
// window what it waits for. On a first start it makes the key: in the keychain, or, where there is
// none, under a passphrase that a person chooses. It never makes a key for a folder that holds
// data.
//
// Owner: main(). GUI thread; nothing blocks it: the keychain answers by itself, a new passphrase is
// hashed on a thread of its own. Errors: sentences in the window.
class Opening final : public QObject
{
    Q_OBJECT

public:
    Opening(std::filesystem::path dataFolder,
            secrets::SecretStore& keychain,
            engine::Gateway& gateway,
            ui::LockedView& view);

    // Looks for the key slots and takes the first way they offer. May be called again.
    void begin();

private:
    using Slots = std::shared_ptr<secrets::KeySlots>;

    void makeKeychainSlot(const Slots& slotsOfFolder);
    void makePassphraseSlot(std::shared_ptr<SecretBytes> passphrase);
    void askKeychain(const Slots& slotsOfFolder);
    void open(SecretBytes master, const char* with); // engine::kKeychain or kPassphrase
    void fail(const Error& error);

    std::filesystem::path m_dataFolder;
    secrets::SecretStore& m_keychain;
    engine::Gateway& m_gateway;
    ui::LockedView& m_view;
};

} // namespace portcullis::desktop
