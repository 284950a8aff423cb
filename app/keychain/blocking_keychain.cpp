#include "app/keychain/blocking_keychain.h"

#include "app/keychain/keychain_store.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <optional>

namespace portcullis::keychain {

namespace {

// Runs one question to the store under an event loop of its own, with an application object when
// the program has none: D-Bus needs both.
template <typename T, typename Ask>
Result<T> wait(Ask ask)
{
    int argc = 1;
    char name[] = "portcullis";
    char* argv[] = {name, nullptr};
    std::optional<QCoreApplication> application;
    if (QCoreApplication::instance() == nullptr) {
        application.emplace(argc, argv);
    }
    KeychainStore store;
    QEventLoop loop;
    std::optional<Result<T>> answer;
    ask(store, [&answer, &loop](Result<T> result) {
        answer.emplace(std::move(result));
        loop.quit();
    });
    if (!answer) {
        loop.exec();
    }
    return answer ? std::move(*answer)
                  : Result<T>(fail(ErrorCode::Cancelled,
                                   "The question to the keychain was interrupted."));
}

} // namespace

Result<SecretBytes> loadAndWait(const std::string& name)
{
    return wait<SecretBytes>(
        [&name](KeychainStore& store, auto done) { store.load(name, std::move(done)); });
}

Result<> storeAndWait(const std::string& name, SecretBytes secret)
{
    return wait<void>([&](KeychainStore& store, auto done) {
        store.store(name, std::move(secret), std::move(done));
    });
}

} // namespace portcullis::keychain
