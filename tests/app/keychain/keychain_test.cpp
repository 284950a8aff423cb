#include "app/keychain/keychain_pins.h"
#include "app/keychain/keychain_store.h"
#include "gateway/base/crypto.h"
#include "gateway/engine/data_folder.h"
#include "gateway/secrets/key_slots.h"
#include "tests/app/desktop/run.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>

#include <chrono>
#include <future>

using namespace portcullis;
using namespace portcullis::test;

namespace {

constexpr int kPatienceMillis = 30000;
const QString kSecrets = QStringLiteral("org.freedesktop.secrets");
const QString kService = QStringLiteral("org.freedesktop.Secret.Service");
const QString kLogin = QStringLiteral("/org/freedesktop/secrets/collection/login");

// Waits for the answer of a store.
template <typename T>
Result<T> answerOf(const std::function<void(std::function<void(Result<T>)>)>& ask)
{
    std::optional<Result<T>> answer;
    ask([&answer](Result<T> result) { answer.emplace(std::move(result)); });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, kPatienceMillis)) {
        return fail(ErrorCode::DeadlineExceeded, "The keyring did not answer.");
    }
    return std::move(*answer);
}

Result<SecretBytes> load(keychain::KeychainStore& store, const std::string& name)
{
    return answerOf<SecretBytes>([&](auto done) { store.load(name, std::move(done)); });
}

Result<> save(keychain::KeychainStore& store, const std::string& name, const SecretBytes& secret)
{
    return answerOf<void>(
        [&](auto done) { store.store(name, secret.duplicate(), std::move(done)); });
}

Result<> remove(keychain::KeychainStore& store, const std::string& name)
{
    return answerOf<void>([&](auto done) { store.remove(name, std::move(done)); });
}

void makeKeychainSlot(const std::filesystem::path& file)
{
    auto keySlots = secrets::KeySlots::load(file);
    QVERIFY(keySlots);
    QVERIFY(keySlots->createForKeychain());
    QVERIFY(keySlots->save());
}

// As the log asks: on a thread of its own, while this one has its event loop.
Result<audit::Pins> loadPin(keychain::KeychainPins& pins)
{
    auto answer = std::async(std::launch::async, [&pins] { return pins.load(); });
    const auto isReady = [&answer] {
        return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    };
    if (!QTest::qWaitFor(isReady, kPatienceMillis)) {
        return fail(ErrorCode::DeadlineExceeded, "The keyring did not answer.");
    }
    return answer.get();
}

// A secret on its way over the bus (Secret Service specification, "Secret").
struct BusSecret
{
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};

QDBusArgument& operator<<(QDBusArgument& out, const BusSecret& secret)
{
    out.beginStructure();
    out << secret.session << secret.parameters << secret.value << secret.contentType;
    out.endStructure();
    return out;
}

const QDBusArgument& operator>>(const QDBusArgument& in, BusSecret& secret)
{
    in.beginStructure();
    in >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    in.endStructure();
    return in;
}

QDBusMessage call(const QString& interface, const QString& method, const QVariantList& arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(
        kSecrets, QStringLiteral("/org/freedesktop/secrets"), interface, method);
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

bool lockKeyring()
{
    const QVariant collections =
        QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath(kLogin)});
    const QDBusMessage answer = call(kService, QStringLiteral("Lock"), {collections});
    return answer.type() == QDBusMessage::ReplyMessage;
}

// As a login does it, without asking anybody.
bool unlockKeyring()
{
    const QDBusMessage opened =
        call(kService,
             QStringLiteral("OpenSession"),
             {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    if (opened.type() != QDBusMessage::ReplyMessage) {
        return false;
    }
    const BusSecret password{opened.arguments().at(1).value<QDBusObjectPath>(),
                             {},
                             qgetenv("KEYRING_PASSWORD"),
                             QStringLiteral("text/plain")};
    const QDBusMessage answer =
        call(QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
             QStringLiteral("UnlockWithMasterPassword"),
             {QVariant::fromValue(QDBusObjectPath(kLogin)), QVariant::fromValue(password)});
    return answer.type() == QDBusMessage::ReplyMessage;
}

} // namespace

// The keychain as the desktop has it: GNOME's keyring, in the session that with_keyring.sh makes.
class KeychainTest final : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        QVERIFY2(!qEnvironmentVariableIsEmpty("KEYRING_PASSWORD"), "run this by with_keyring.sh");
        qDBusRegisterMetaType<BusSecret>();
        ui::applyTheme(*qApp, ui::Scheme::Light);
    }

    void init() { QVERIFY(unlockKeyring()); }

    void findsWhatItStored()
    {
        const SecretBytes secret = randomSecret(32);
        {
            keychain::KeychainStore store;
            QVERIFY(save(store, "one", secret));
            QVERIFY(save(store, "two", randomSecret(32)));
        }
        keychain::KeychainStore later;
        const auto found = load(later, "one");
        QVERIFY(found);
        QVERIFY(found->equals(secret));
    }

    void removesWhatItStored()
    {
        keychain::KeychainStore store;
        QVERIFY(save(store, "passing", randomSecret(32)));
        QVERIFY(remove(store, "passing"));
        const auto found = load(store, "passing");
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::NotFound);
        QVERIFY(remove(store, "passing"));
    }

    void lockedKeyringGivesNothingAndSaysWhatToDo()
    {
        keychain::KeychainStore store;
        const SecretBytes secret = randomSecret(32);
        QVERIFY(save(store, "kept", secret));
        QVERIFY(lockKeyring());
        const auto locked = load(store, "kept");
        QVERIFY(!locked);
        QVERIFY2(locked.error().message.find("unlock") != std::string::npos,
                 locked.error().message.c_str());
        QVERIFY(unlockKeyring());
        const auto found = load(store, "kept");
        QVERIFY(found);
        QVERIFY(found->equals(secret));
    }

    void remembersALogBesideItsKey()
    {
        const TempFolder folder;
        const auto file = folder.file(engine::kKeySlotsFile);
        makeKeychainSlot(file);
        keychain::KeychainStore store;
        keychain::KeychainPins pins(store, file);
        QCOMPARE(pins.place(), api::PinPlace::None);
        const auto before = loadPin(pins);
        QCOMPARE(pins.place(), api::PinPlace::Keychain);
        QVERIFY(before == Result<audit::Pins>(audit::Pins()));
        const audit::Pin pin{{"portcullis.local/ab/1", 7, sha256("root")},
                             fromMicros(1'795'339'800'000'000)};
        QVERIFY(pins.save(pin));
        const Result<audit::Pins> kept = audit::Pins{{pin}, false};
        QTRY_VERIFY_WITH_TIMEOUT(loadPin(pins) == kept, kPatienceMillis);
        keychain::KeychainPins later(store, file);
        QVERIFY(loadPin(later) == kept);
        const TempFolder other;
        makeKeychainSlot(other.file(engine::kKeySlotsFile));
        keychain::KeychainPins others(store, other.file(engine::kKeySlotsFile));
        QVERIFY(loadPin(others) == Result<audit::Pins>(audit::Pins()));
    }

    void remembersNothingWhereThereIsNoKey()
    {
        const TempFolder folder;
        keychain::KeychainStore store;
        keychain::KeychainPins pins(store, folder.file(engine::kKeySlotsFile));
        QVERIFY(pins.save({{"portcullis.local/ab/1", 7, sha256("root")}, {}}));
        QVERIFY(loadPin(pins) == Result<audit::Pins>(audit::Pins()));
        QCOMPARE(pins.place(), api::PinPlace::None);
    }

    void applicationMakesItsKeyOnceAndWaitsForALockedKeyring()
    {
        const TempFolder folder;
        keychain::KeychainStore store;
        {
            const Run first(folder, store);
            QTRY_VERIFY_WITH_TIMEOUT(first.isRunning(), kPatienceMillis);
        }
        const std::string slotsText = textOf(folder.file(engine::kKeySlotsFile));
        QVERIFY(!slotsText.empty());
        {
            const Run second(folder, store);
            QTRY_VERIFY_WITH_TIMEOUT(second.isRunning(), kPatienceMillis);
        }
        QVERIFY(lockKeyring());
        const Run third(folder, store);
        QTRY_VERIFY_WITH_TIMEOUT(third.shows("askKeychain"), kPatienceMillis);
        QVERIFY(third.says("unlock the desktop's keyring"));
        QVERIFY(!third.shows("passphrase"));
        QVERIFY(unlockKeyring());
        click(third.find<QPushButton>("askKeychain"));
        QTRY_VERIFY_WITH_TIMEOUT(third.isRunning(), kPatienceMillis);
        QCOMPARE(textOf(folder.file(engine::kKeySlotsFile)), slotsText);
    }

    void firstStartUnderALockedKeyringHarmsNothing()
    {
        const TempFolder folder;
        keychain::KeychainStore store;
        QVERIFY(lockKeyring());
        const Run run(folder, store);
        QTRY_VERIFY_WITH_TIMEOUT(run.shows("passphraseAgain"), kPatienceMillis);
        QVERIFY(!std::filesystem::exists(folder.file(engine::kKeySlotsFile)));
        QVERIFY(unlockKeyring());
        click(run.find<QPushButton>("askKeychain"));
        QTRY_VERIFY_WITH_TIMEOUT(run.isRunning(), kPatienceMillis);
    }

private:
    [[nodiscard]] static std::string textOf(const std::filesystem::path& path)
    {
        std::ifstream file(path);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

QTEST_MAIN(KeychainTest)
#include "keychain_test.moc"
