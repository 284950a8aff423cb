#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace portcullis::upstream {

// What may go on at one incarnation of a server (a process, a session, or a server of the stateless
// era at its URL) while no request about it waits: tasks between two questions about them, and
// calls that nobody waits for any more. What the server says without an address may be about any
// of it, and an id of a task means something here only.
//
// Owner: RpcConnection; ServerCore, too, where connections of one incarnation follow each other.
// Thread: gateway. Failure: beyond kMost entries the one that ends first is forgotten, and until
// its end nothing is attributed at all.
class OngoingWork
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    static constexpr std::size_t kMost = 4096;
    // A server may take no notice of a cancellation, and go on for a client that is gone (D-20).
    static constexpr std::chrono::minutes kRunsOn{10};

    // Who follows a task.
    enum class Follower : std::uint8_t
    {
        Gateway,
        Client // knows it by an id of the gateway's own, and may ask at any time
    };

    // Of an incarnation that nothing else is, when `incarnation` is empty.
    explicit OngoingWork(std::string incarnation = {});

    // Unguessable, or made of what the configuration says of the server.
    [[nodiscard]] const std::string& incarnation() const { return m_incarnation; }

    // The server has made a task of a call of this client. False when it has given out the same id
    // before: whose task it means can no longer be told, and nobody may ask about it any more.
    [[nodiscard]] bool
    beginTask(const std::string& id, std::string client, Follower follower, TimePoint until);
    [[nodiscard]] bool isAmbiguous(const std::string& id) const;
    // It has ended at the server.
    void endTask(const std::string& id);
    // It was given up, and may run on until then.
    void abandonTask(const std::string& id, TimePoint until);
    // Tasks that their clients follow and that have not ended, as far as is known.
    [[nodiscard]] std::uint32_t ofClients(TimePoint now) const;

    // A call that nobody waits for any more may run on until then.
    void abandonCall(std::int64_t id, std::string client, TimePoint until);

    void endCall(std::int64_t id) { m_entries.erase(nameOf(id)); }

    // May what is said without an address be about anything but a running call of this client,
    // which waits for the result of this task (or of none, when it is empty)?
    [[nodiscard]] bool
    mayBeMeant(std::string_view client, std::string_view task, TimePoint now) const;

private:
    struct Entry
    {
        std::string client;
        TimePoint until;
        Follower follower = Follower::Gateway;
        bool abandoned = false;
        bool ended = false;     // kept so that its id is not taken for another's
        bool ambiguous = false; // the server has given out the id twice
    };

    [[nodiscard]] static std::string nameOf(std::int64_t call)
    {
        return "c" + std::to_string(call);
    }

    [[nodiscard]] static std::string nameOf(const std::string& task) { return "t" + task; }

    void makeRoom();

    std::string m_incarnation;
    std::unordered_map<std::string, Entry> m_entries;
    TimePoint m_crowdedUntil = TimePoint::min();
};

} // namespace portcullis::upstream
