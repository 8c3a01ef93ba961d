package org.athanor.tokenizer.corpus;

import java.util.Optional;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Why a bucket or an object cannot be read, in the store's own words, and what to do about it. */
final class S3Failure {

    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_IMPLEMENTED = 501;

    private S3Failure() {}

    /**
     * @param name of what was asked for
     */
    static AthanorException of(String name, SdkException e) {
        return e instanceof S3Exception answer
                ? answered(name, answer)
                : failure(
                        ErrorCode.UNAVAILABLE,
                        name,
                        "no answer can be had: is the store up, is athanor.corpus.s3.endpoint right,"
                                + " and are there credentials?",
                        e);
    }

    private static AthanorException answered(String name, S3Exception e) {
        int status = e.statusCode();
        String answer = "the store answers " + status + code(e);
        if (status == PRECONDITION_FAILED || e instanceof NoSuchKeyException) {
            String how = status == PRECONDITION_FAILED ? "replaced" : "deleted";
            return failure(
                    ErrorCode.UNPROCESSABLE,
                    name,
                    "it was %s after it was listed: run again when nobody writes there"
                            .formatted(how),
                    e);
        }
        if (status == NOT_IMPLEMENTED) {
            return failure(
                    ErrorCode.UNPROCESSABLE,
                    name,
                    answer
                            + ": it must know ListObjectsV2, GetObject and HeadObject with If-Match;"
                            + " update it, or copy the objects to a store that does",
                    e);
        }
        if (status >= 500 || status == TOO_MANY_REQUESTS) {
            return failure(
                    ErrorCode.UNAVAILABLE,
                    name,
                    answer + ": try again in a moment; if that stays, its log says why",
                    e);
        }
        return failure(ErrorCode.UNPROCESSABLE, name, answer + remedy(status), e);
    }

    private static String remedy(int status) {
        return status < 400
                ? ": the bucket is elsewhere; set athanor.corpus.s3.region or .endpoint to where it is"
                : ": is it there, and may this service's credentials read it?";
    }

    /** The answer may be a proxy's, which has no code of S3's. */
    private static String code(S3Exception e) {
        return Optional.ofNullable(e.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .map(code -> " (" + SourceName.printable(code) + ")")
                .orElse("");
    }

    private static AthanorException failure(
            ErrorCode code, String name, String why, SdkException cause) {
        return new AthanorException(code, "%s cannot be read: %s".formatted(name, why), cause);
    }
}
