#include "tests/support/certificate.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <sys/stat.h>

namespace habeas::support {
namespace {

std::unique_ptr<FILE, int (*)(FILE*)> opened(std::string const& path) {
    std::unique_ptr<FILE, int (*)(FILE*)> file{std::fopen(path.c_str(), "w"), std::fclose};
    if (!file) throw std::runtime_error{"cannot write " + path};
    return file;
}

} // namespace

Certificate::Certificate(std::chrono::seconds lasts) {
    auto pattern = (std::filesystem::temp_directory_path() / "habeas-tls-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = pattern;
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> const key{EVP_EC_gen("P-256"), EVP_PKEY_free};
    std::unique_ptr<X509, void (*)(X509*)> const certificate{X509_new(), X509_free};
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), std::min(-3600L, static_cast<long>(lasts.count()) - 3600));
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(lasts.count()));
    X509_set_pubkey(certificate.get(), key.get());
    auto* const name = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<unsigned char const*>("localhost"), -1, -1,
                               0);
    X509_set_issuer_name(certificate.get(), name);
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) throw std::runtime_error{"cannot sign"};
    PEM_write_X509(opened(certificate_file()).get(), certificate.get());
    auto const key_file = opened(private_key_file());
    ::fchmod(::fileno(key_file.get()), 0600);
    PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

void Certificate::protect_key(std::string const& pass_phrase) const {
    std::unique_ptr<FILE, int (*)(FILE*)> const plain{std::fopen(private_key_file().c_str(), "r"), std::fclose};
    if (!plain) throw std::runtime_error{"cannot read " + private_key_file()};
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> const key{
        PEM_read_PrivateKey(plain.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
    PEM_write_PKCS8PrivateKey(opened(private_key_file()).get(), key.get(), EVP_aes_256_cbc(), pass_phrase.c_str(),
                              static_cast<int>(pass_phrase.size()), nullptr, nullptr);
}

Certificate::~Certificate() {
    std::filesystem::remove_all(folder_);
}

} // namespace habeas::support
