#include "gateway/base/crypto.h"
#include "gateway/engine/data_folder.h"
#include "tests/app/desktop/held_lock.h"
#include "tests/app/desktop/run.h"

using namespace portcullis;
using namespace portcullis::test;

namespace {

constexpr const char* kPassphrase = "correct horse battery";

// A keychain in memory that can be locked or missing.
class FakeKeychain final : public secrets::SecretStore
{
public:
    std::map<std::string, SecretBytes> entries;
    std::optional<Error> failure;
    int stored = 0;

    void load(const std::string& name, std::function<void(Result<SecretBytes>)> done) override
    {
        const auto entry = entries.find(name);
        if (failure) {
            done(fail(*failure));
        } else if (entry == entries.end()) {
            done(fail(ErrorCode::NotFound, "The keychain has no such entry."));
        } else {
            done(entry->second.duplicate());
        }
    }

    void
    store(const std::string& name, SecretBytes secret, std::function<void(Result<>)> done) override
    {
        if (failure) {
            done(fail(*failure));
            return;
        }
        ++stored;
        entries.insert_or_assign(name, std::move(secret));
        done({});
    }

    void remove(const std::string& name, std::function<void(Result<>)> done) override
    {
        entries.erase(name);
        done({});
    }
};

} // namespace

// How the application comes to the key of its data, from the first start on.
class OpeningTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { ui::applyTheme(*qApp, ui::Scheme::Light); }

    void init()
    {
        m_folder = std::make_unique<TempFolder>();
        m_keychain = std::make_unique<FakeKeychain>();
    }

    void firstStartMakesAKeyThatLaterStartsFind()
    {
        firstStart();
        QCOMPARE(m_keychain->stored, 1);
        QVERIFY(std::filesystem::exists(slotsFile()));
        const Run later(*m_folder, *m_keychain);
        QTRY_VERIFY(later.isRunning());
        QVERIFY(!later.window->lockedView().isVisible());
        QCOMPARE(m_keychain->stored, 1);
    }

    void firstStartWithoutAKeychainAsksForAPassphrase()
    {
        m_keychain->failure = Error{ErrorCode::Unavailable, "No keychain answers.", {}};
        {
            const Run run(*m_folder, *m_keychain);
            QVERIFY(run.shows("passphraseAgain"));
            type(run.find<QLineEdit>("passphrase"), QString::fromLatin1(kPassphrase));
            QVERIFY(!run.find<QPushButton>("unlock")->isEnabled());
            type(run.find<QLineEdit>("passphraseAgain"), QString::fromLatin1(kPassphrase));
            click(run.find<QPushButton>("unlock"));
            QTRY_VERIFY_WITH_TIMEOUT(run.isRunning(), 20000);
        }
        const Run later(*m_folder, *m_keychain);
        QVERIFY(later.shows("passphrase"));
        QVERIFY(!later.shows("passphraseAgain"));
        type(later.find<QLineEdit>("passphrase"), QStringLiteral("not this one"));
        click(later.find<QPushButton>("unlock"));
        QTRY_VERIFY_WITH_TIMEOUT(later.find<QLineEdit>("passphrase")->isEnabled(), 20000);
        QVERIFY(!later.isRunning());
        type(later.find<QLineEdit>("passphrase"), QString::fromLatin1(kPassphrase));
        click(later.find<QPushButton>("unlock"));
        QTRY_VERIFY_WITH_TIMEOUT(later.isRunning(), 20000);
    }

    void lockedKeychainIsToldAndAskedAgain()
    {
        firstStart();
        m_keychain->failure = Error{ErrorCode::Locked, "The keychain is locked.", {}};
        const Run run(*m_folder, *m_keychain);
        QTRY_VERIFY(run.says("The keychain is locked."));
        QVERIFY(!run.shows("passphrase"));
        m_keychain->failure.reset();
        click(run.find<QPushButton>("askKeychain"));
        QTRY_VERIFY(run.isRunning());
        QCOMPARE(m_keychain->stored, 1);
    }

    void missingEntryNeverLeadsToANewKey()
    {
        firstStart();
        m_keychain->entries.clear();
        const std::string before = slotsText();
        const Run run(*m_folder, *m_keychain);
        QTRY_VERIFY(run.says("no such entry"));
        QVERIFY(run.shows("askKeychain"));
        QCOMPARE(m_keychain->stored, 1);
        QCOMPARE(slotsText(), before);
        QVERIFY(!run.isRunning());
    }

    void wrongKeyOpensNothing()
    {
        firstStart();
        m_keychain->entries.begin()->second = randomSecret(32);
        const Run run(*m_folder, *m_keychain);
        QTRY_VERIFY(run.shows("askKeychain"));
        QVERIFY(!run.isRunning());
        QCOMPARE(m_keychain->stored, 1);
    }

    void dataWithoutItsSlotsIsLeftAlone()
    {
        firstStart();
        std::filesystem::remove(slotsFile());
        const Run run(*m_folder, *m_keychain);
        QTRY_VERIFY(run.says("keyslots.json is missing"));
        QVERIFY(!run.shows("passphrase"));
        QCOMPARE(run.find<QPushButton>("askKeychain")->text(), QStringLiteral("Try again"));
        QVERIFY(!std::filesystem::exists(slotsFile()));
        QCOMPARE(m_keychain->stored, 1);
    }

    void logHeldByAnotherProgramIsTriedAgain()
    {
        firstStart();
        auto lock = std::make_unique<HeldLock>(m_folder->path(), 4711);
        const Run run(*m_folder, *m_keychain);
        QTRY_VERIFY(run.says("process 4711"));
        lock.reset();
        click(run.find<QPushButton>("askKeychain"));
        QTRY_VERIFY(run.isRunning());
    }

private:
    void firstStart() const
    {
        const Run run(*m_folder, *m_keychain);
        QTRY_VERIFY(run.isRunning());
    }

    [[nodiscard]] std::filesystem::path slotsFile() const
    {
        return m_folder->file(engine::kKeySlotsFile);
    }

    [[nodiscard]] std::string slotsText() const
    {
        std::ifstream file(slotsFile());
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::unique_ptr<TempFolder> m_folder;
    std::unique_ptr<FakeKeychain> m_keychain;
};

QTEST_MAIN(OpeningTest)
#include "opening_test.moc"
