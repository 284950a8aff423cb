#include "gateway/audit/signed_note.h"
#include "gateway/base/encoding.h"

#include <gtest/gtest.h>

#include <string>

namespace portcullis::audit {
namespace {

constexpr const char* kText =
    "portcullis.local/1/1\n3\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
constexpr const char* kName = "portcullis.local/1/1";

SigningKey newKey(KeyKind kind)
{
    return SigningKey::generate(kind).value();
}

TEST(SigningKey, SignsAndIsLoadedAgain)
{
    for (const KeyKind kind : {KeyKind::Ed25519, KeyKind::EcdsaP256}) {
        const SigningKey key = newKey(kind);
        const auto again = SigningKey::load(key.privateBytes().value());
        ASSERT_TRUE(again);
        EXPECT_EQ(again->kind(), kind);
        const std::string publicBytes = key.publicBytes().value();
        EXPECT_EQ(again->publicBytes().value(), publicBytes);
        const std::string signature = again->sign("message").value();
        EXPECT_TRUE(verifySignature(kind, publicBytes, "message", signature));
        EXPECT_FALSE(verifySignature(kind, publicBytes, "massage", signature));
        EXPECT_FALSE(verifySignature(kind, publicBytes, "message", signature + "x"));
        EXPECT_FALSE(verifySignature(kind, publicBytes.substr(1), "message", signature));
        EXPECT_FALSE(verifySignature(kind, publicBytes + "x", "message", signature));
        EXPECT_TRUE(key.publicPem().value().starts_with("-----BEGIN PUBLIC KEY-----"));
    }
}

TEST(SigningKey, BytesThatAreNoKeyAreRefused)
{
    EXPECT_FALSE(SigningKey::load(SecretBytes(std::string_view("no key"))));
    EXPECT_FALSE(SigningKey::load(SecretBytes()));
    const auto half = newKey(KeyKind::Ed25519).privateBytes().value();
    EXPECT_FALSE(SigningKey::load(SecretBytes(half.bytes().first(half.size() - 1))));
}

// RFC 8032 §7.1, test 2.
TEST(SigningKey, VerifiesThePublishedSignature)
{
    const auto bytes = [](std::string_view hex) {
        const auto raw = fromHex(hex).value();
        return std::string(raw.begin(), raw.end());
    };
    const std::string key =
        bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const std::string signature =
        bytes("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(verifySignature(KeyKind::Ed25519, key, "\x72", signature));
    EXPECT_FALSE(verifySignature(KeyKind::Ed25519, key, "\x73", signature));
}

// The examples of C2SP's signed-note and tlog-cosignature are well-formed notes.
TEST(SignedNote, ReadsThePublishedExamples)
{
    const std::string example =
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito "
        "sera.\n\n— quasimodo.example/salvatore "
        "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwN"
        "tIc=\n";
    const auto note = SignedNote::parse(example);
    ASSERT_TRUE(note) << note.error().message;
    EXPECT_TRUE(note->text.ends_with("subito sera.\n"));
    ASSERT_EQ(note->signatures.size(), 1U);
    EXPECT_EQ(note->signatures[0].name, "quasimodo.example/salvatore");
    EXPECT_EQ(note->signatures[0].keyId, 0x367BA04BU);
    EXPECT_EQ(note->signatures[0].bytes.size(), 64U);
    EXPECT_EQ(note->format(), example);
}

TEST(SignedNote, IsValidForItsSignersOnly)
{
    for (const auto& [kind, algorithm] :
         {std::pair(KeyKind::Ed25519, NoteAlgorithm::Ed25519),
          std::pair(KeyKind::EcdsaP256, NoteAlgorithm::EcdsaP256)}) {
        const SigningKey key = newKey(kind);
        const NoteVerifier signer = verifierFor(key, kName, algorithm).value();
        SignedNote note{kText, {signNote(kText, key, signer).value()}};
        note = SignedNote::parse(note.format()).value();
        EXPECT_EQ(verdictOf(note, signer), NoteVerdict::Valid);
        const NoteVerifier stranger = verifierFor(newKey(kind), kName, algorithm).value();
        EXPECT_EQ(verdictOf(note, stranger), NoteVerdict::Unsigned);
        note.text[0] = 'P';
        EXPECT_EQ(verdictOf(note, signer), NoteVerdict::Invalid);
    }
}

TEST(SignedNote, OneFalseSignatureOfAKnownKeySpoilsIt)
{
    const SigningKey key = newKey(KeyKind::Ed25519);
    const NoteVerifier signer = verifierFor(key, kName, NoteAlgorithm::Ed25519).value();
    const NoteSignature good = signNote(kText, key, signer).value();
    NoteSignature bad = good;
    bad.bytes[5] = static_cast<char>(bad.bytes[5] ^ 1);
    EXPECT_EQ(verdictOf({kText, {good, bad}}, signer), NoteVerdict::Invalid);
    EXPECT_EQ(verdictOf({kText, {bad, good}}, signer), NoteVerdict::Invalid);
    EXPECT_EQ(verdictOf({kText, {good, good}}, signer), NoteVerdict::Valid);
}

TEST(SignedNote, WitnessSignsTheTimeToo)
{
    const SigningKey key = newKey(KeyKind::Ed25519);
    const NoteVerifier witness = verifierFor(key, "witness", NoteAlgorithm::Cosignature).value();
    NoteSignature signature = cosignNote(kText, 1'795'339'800, key, witness).value();
    EXPECT_EQ(cosignatureTime(signature), 1'795'339'800);
    EXPECT_EQ(verdictOf({kText, {signature}}, witness), NoteVerdict::Valid);
    signature.bytes[7] = static_cast<char>(signature.bytes[7] ^ 1);
    EXPECT_EQ(verdictOf({kText, {signature}}, witness), NoteVerdict::Invalid);
    // The same key under the same name as a log's is another signer.
    const NoteVerifier log = verifierFor(key, "witness", NoteAlgorithm::Ed25519).value();
    EXPECT_NE(log.keyId(), witness.keyId());
    EXPECT_FALSE(cosignNote(kText, -1, key, witness));
}

TEST(SignedNote, VerifierKeysAreTextThatComesBack)
{
    const SigningKey key = newKey(KeyKind::EcdsaP256);
    const NoteVerifier verifier = verifierFor(key, kName, NoteAlgorithm::EcdsaP256).value();
    const std::string text = verifier.vkey();
    EXPECT_EQ(parseVkey(text).value(), verifier);
    EXPECT_FALSE(parseVkey(text + "AAAA"));
    EXPECT_FALSE(parseVkey("name"));
    EXPECT_FALSE(parseVkey("name+00000000"));
    EXPECT_FALSE(parseVkey("name+00000000+AQ=="));
    EXPECT_FALSE(parseVkey(""));
    EXPECT_FALSE(verifierFor(key, "a b", NoteAlgorithm::EcdsaP256));
    EXPECT_FALSE(verifierFor(key, "a+b", NoteAlgorithm::EcdsaP256));
    EXPECT_FALSE(verifierFor(key, kName, NoteAlgorithm::Ed25519));
}

TEST(SignedNote, WhatIsNoNoteIsRefused)
{
    const std::string line = "— name AAAAAAA=\n";
    EXPECT_TRUE(SignedNote::parse("text\n\n" + line));
    for (const std::string& text : {std::string(),
                                    std::string("text\n"),
                                    std::string("text\n\n"),
                                    "text\n" + line,
                                    "text\n\n" + line.substr(0, line.size() - 1),
                                    "text\n\nx" + line,
                                    "te\rxt\n\n" + line,
                                    "te\xFFxt\n\n" + line,
                                    std::string("text\n\n— name AAAA\n"),
                                    std::string("text\n\n— name\n"),
                                    std::string("text\n\n— na+me AAAAAAA=\n"),
                                    std::string("text\n\n— name AAA*AAA=\n"),
                                    std::string(70'000, 'x') + "\n\n" + line}) {
        EXPECT_FALSE(SignedNote::parse(text)) << text.substr(0, 40);
    }
    std::string many = "text\n\n";
    for (int i = 0; i < 101; ++i) {
        many += line;
    }
    EXPECT_FALSE(SignedNote::parse(many));
}

} // namespace
} // namespace portcullis::audit
